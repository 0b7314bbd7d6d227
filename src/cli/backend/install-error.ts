/** Native TensorFlow cannot be installed here; the message says why and what would help. */
export class InstallError extends Error {
  override name = 'InstallError';
}
