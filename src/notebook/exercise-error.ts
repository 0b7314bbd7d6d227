/** One thing that is wrong with the files of an exercise. */
export interface ExerciseProblem {
  file: string;
  /** 1-based. */
  line?: number;
  cell?: string;
  message: string;
}

/** What is wrong with an exercise: every problem, each with its place. Nothing has been written. */
export class ExerciseError extends Error {
  override name = 'ExerciseError';
  readonly code = 'exercise';
  readonly problems: readonly ExerciseProblem[];

  constructor(problems: readonly ExerciseProblem[], options?: ErrorOptions) {
    super(problems.map(problemText).join('\n'), options);
    this.problems = problems;
  }
}

function problemText({ file, line, cell, message }: ExerciseProblem): string {
  return `${file}${line === undefined ? '' : `:${line}`}${cell === undefined ? '' : ` (cell ${cell})`}: ${message}`;
}
