/** The grader, the exercise or the machine is at fault, never the student. */
export class GraderError extends Error {
  override name = 'GraderError';
  readonly code: 'reference-fails' | 'cannot-start' | 'cannot-isolate' | 'cannot-unpack';

  constructor(code: GraderError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
