/** An archive that cannot be opened, or that wants more than it should. The message is a line for people. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}
