/** What a check in a notebook looks at has not run as it is now. */
export class NotRunError extends Error {
  override name = 'NotRunError';
}
