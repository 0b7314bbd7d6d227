/** What a check in a notebook looks at has not run as it is now. */
export class NotRunError extends Error {
  override name = 'NotRunError';
}

/** For a name that no cell has declared. */
export const notThereYet = (name: string) =>
  new NotRunError(`${name} is not there yet: run the cell that declares it`);
