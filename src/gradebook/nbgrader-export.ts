import Papa from 'papaparse';
import { finalScore, type SubmissionResult } from '../grading/result.js';
import { FORMULA } from '../report/formula.js';
import { parseMoment } from './moment.js';
import { personOf, type Person } from './roster.js';

const COLUMNS = [
  'assignment',
  'duedate',
  'timestamp',
  'student_id',
  'last_name',
  'first_name',
  'email',
  'raw_score',
  'late_submission_penalty',
  'score',
  'max_score',
] as const;

type Row = Record<(typeof COLUMNS)[number], string>;

/** What `nbgrader export` writes, for scripts that read that: by assignment and name, times in UTC, and whoever has handed in nothing
 * has 0 points. Unlike there, cells are quoted where they must be, and none is a formula.
 * @param roster Everybody in it has a row, if the results are of the whole class.
 * @see https://github.com/jupyter/nbgrader, nbgrader/plugins/export.py */
export function nbgraderExport(
  results: readonly SubmissionResult[],
  roster: readonly Person[],
  { isWhole = true } = {},
): string {
  const exercises = [...new Set(results.map(({ exercise }) => exercise))].sort();
  const data = exercises.flatMap((exercise) => {
    const own = results.filter((result) => result.exercise === exercise);
    const people = own.map((result) => personOf(result, roster));
    const missing = isWhole ? roster.filter((person) => !people.includes(person)) : [];
    const rows = [
      ...own.map((result, at) => submittedRow(result, people[at])),
      ...missing.map((person) => missingRow(person, own[0]!)),
    ];
    return rows.sort((a, b) => compare(a.last_name, b.last_name) || compare(a.first_name, b.first_name));
  });
  return `${Papa.unparse({ fields: [...COLUMNS], data }, { escapeFormulae: FORMULA, newline: '\n' })}\n`;
}

function submittedRow(result: SubmissionResult, person: Person | undefined): Row {
  return {
    assignment: result.exercise,
    duedate: utc(result.late?.due),
    timestamp: utc(result.late?.submittedAt ?? result.submitter?.submittedAt),
    ...identity(person ?? { id: result.submission, name: '', email: result.submitter?.email ?? '' }),
    raw_score: float(result.score),
    late_submission_penalty: float(result.late?.penalty ?? 0),
    score: float(finalScore(result)),
    max_score: float(result.maxScore),
  };
}

const missingRow = (person: Person, { exercise, maxScore }: SubmissionResult): Row => ({
  assignment: exercise,
  duedate: '',
  timestamp: '',
  ...identity(person),
  raw_score: float(0),
  late_submission_penalty: float(0),
  score: float(0),
  max_score: float(maxScore),
});

function identity({ id, name, email }: Pick<Person, 'id' | 'name' | 'email'>) {
  const [first = '', ...rest] = name.includes(',')
    ? name.split(/\s*,\s*/).reverse()
    : name.split(/\s+(?=\S+$)/);
  return { student_id: id, last_name: rest.join(' '), first_name: first, email };
}

/** As Python prints a time; what cannot be read stays. */
function utc(time: string | undefined): string {
  const moment = parseMoment(time ?? '');
  return moment ? new Date(moment.ms).toISOString().slice(0, 19).replace('T', ' ') : (time ?? '');
}

/** As Python prints one. */
const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
