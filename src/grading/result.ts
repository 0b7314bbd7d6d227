/** The result of grading: versioned JSON, on which every report is built. Fields may be added; these stay. */
export const RESULT_SCHEMA_VERSION = 1;

/** Only `pass` earns points, and what a person has `marked`. Silence, an exit code, a missing reply or something printed
 * never does. */
export type CheckStatus =
  'pass' | 'fail' | 'notAttempted' | 'error' | 'timeout' | 'crashed' | 'notRun' | 'pendingManual' | 'marked';

export interface CheckResult {
  id: string;
  task: string;
  title: string;
  visibility: 'public' | 'hidden';
  status: CheckStatus;
  score: number;
  maxScore: number;
  message: string;
  hint: string;
  /** What stood in the other places: the student's answers everywhere, or something else where other tasks failed: the
   * reference in earlier ones, the lines that the notebook came with in later ones. */
  run: 'own' | 'reference';
  /** Lists of numbers that differ, for a picture: of public checks with the student's own code only. */
  series?: Series;
  /** Where the status is `marked`: what the grader itself had to say, and what has changed since a person marked it. */
  marked?: { automatic: Pick<CheckResult, 'status' | 'score' | 'message' | 'hint'>; changed?: string };
}

/** What was expected and what came, by place. */
export interface Series {
  expected: (number | null)[];
  /** What is no finite number is null. */
  got: (number | null)[];
  /** Only every n-th value is here. */
  every: number;
}

/** A picture that the notebook held when it was handed in, made by whatever its student wished: it proves nothing. */
export interface ShownFigure {
  /** The task that it stands at or below. */
  task: string;
  title: string;
  /** Side by side, as Plotly's subplots. */
  panels: ShownPanel[];
  /** Instead of panels: a PNG in base64. */
  png?: string;
}

/** What stands between two axes: lines and points, or a table of numbers (a heat map). */
export interface ShownPanel {
  title: string;
  x: ShownAxis;
  y: ShownAxis;
  traces: { name: string; isLine: boolean; x: (number | null)[]; y: (number | null)[] }[];
  table?: { columns: string[]; rows: string[]; values: (number | null)[][] };
}

export interface ShownAxis {
  title: string;
  isLogarithmic: boolean;
}

/** What a student has written for a task. */
export interface Answer {
  /** Of the text, to see that it has changed. */
  sha256: string;
  /** Of answers that a person marks; cut where it is very long. */
  text?: string;
}

/** What a course system says about the person who has handed in. */
export interface Submitter {
  name: string;
  id?: string;
  email?: string;
  /** ISO 8601. */
  submittedAt?: string;
}

/** What handing in late costs. */
export interface Lateness {
  /** ISO 8601, as the class's settings and the course system say. */
  due: string;
  submittedAt?: string;
  /** In points, to be taken off the score. */
  penalty: number;
  /** In words, for the student. */
  message: string;
}

export interface SubmissionResult {
  schemaVersion: typeof RESULT_SCHEMA_VERSION;
  exercise: string;
  title: string;
  submission: string;
  status: 'graded' | 'unreadable';
  /** Why the file cannot be graded, and what to do. */
  message?: string;
  score: number;
  /** Hand-marked points included. */
  maxScore: number;
  /** Points that wait for a hand. */
  pendingScore: number;
  isolation: string;
  seed: number;
  checks: CheckResult[];
  /** What was put right before grading. */
  restored: { cell: string; what: string }[];
  /** Titles of the exercise's tasks. */
  tasks?: { id: string; title: string }[];
  /** What the notebook itself showed, for people: no point depends on it. */
  figures?: ShownFigure[];
  /** By task. */
  answers?: Record<string, Answer>;
  /** Where a course system has made the folders. */
  submitter?: Submitter;
  /** Where the class has a roster that knows whose it is. */
  person?: { id: string; name: string; email: string };
  /** Where the class has a due date. */
  late?: Lateness;
  /** Seconds per phase; left out by `--stable`. */
  seconds?: Record<Phase, number>;
}

export type Phase = 'restore' | 'compile' | 'start' | 'cells' | 'probes';

/** Sums points exactly, in hundredths. */
export function sumPoints(points: Iterable<number>): number {
  let hundredths = 0;
  for (const value of points) hundredths += Math.round(value * 100);
  return hundredths / 100;
}

/** What goes into a gradebook: the score, less what handing in late costs. */
export function finalScore({ score, late }: Pick<SubmissionResult, 'score' | 'late'>): number {
  return sumPoints([score, -(late?.penalty ?? 0)]);
}
