export type NotebookFormatCode =
  | 'empty'
  | 'too-large'
  | 'not-text'
  | 'not-json'
  | 'not-a-notebook'
  | 'unsupported-nbformat'
  | 'other-exercise';

/** A file is not a notebook that can be used; the message says what to do, on one line. */
export class NotebookFormatError extends Error {
  override name = 'NotebookFormatError';
  readonly code: NotebookFormatCode;

  constructor(code: NotebookFormatCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
