import { asComment, inert } from './as-comment.js';
import { linesOf } from './marked-lines.js';
import type { PlannedTask } from './plan-exercise.js';
import type { Assignment, AssignmentCell } from './read-assignment.js';

/** The text of exercise.ts. TypeScript stays code, other languages stand in comments, in the places where the code is to be. Tests are
 * in the table of checks, not here: students would read them. */
export function exerciseSource(
  slug: string,
  { cells, language }: Assignment,
  tasks: readonly PlannedTask[],
): string {
  const code = isOurs(language) ? (lines: readonly string[]) => lines.map(inert) : asComment;
  const parts: string[] = [];
  const cell = (header: string, lines: readonly string[]) => parts.push([header, ...lines, ''].join('\n'));
  const ids = new Set(['setup']);
  const idOf = (wanted: string) => {
    let id = wanted.slice(0, 60);
    for (let at = 2; ids.has(id); at++) id = `${wanted.slice(0, 60)}-${at}`;
    ids.add(id);
    return ` id="${id}"`;
  };
  const setUpAt = cells.findIndex(({ kind }) => kind === 'code');
  const checked = new Set<PlannedTask>();
  for (const [index, one] of cells.entries()) {
    if (index === setUpAt) cell('// %% id="setup"', setUp(slug));
    const task = tasks.find((candidate) => candidate.cell === one);
    const tested = tasks.find(({ checks }) => checks.some(({ tests }) => tests === one));
    const id = one.gradeId === '' ? '' : idOf(one.gradeId);
    if (tested) {
      if (checked.has(tested)) continue;
      checked.add(tested);
      cell(`// %%${id}`, ['// @SHOW', `await check('${tested.id}');`]);
    } else if (one.kind === 'code') {
      const lines = task ? region(one, task.id, code) : code(linesOf(one.pieces, false));
      cell(`// %%${id}`, one.role === 'given' ? ['// @SHOW', ...lines] : lines);
    } else if (task) {
      const shown = task.cell.role === 'task' || hasMarks(one) ? linesOf(one.pieces, false) : [];
      if (shown.some((line) => line.trim() !== ''))
        cell(`// %% [markdown]${idOf(`${one.gradeId}-text`)}`, asComment(trimmedEnd(shown)));
      cell(`// %% [markdown]${id}`, [`// <!-- @ANSWER ${task.id} -->`, ...asComment(modelAnswer(one))]);
    } else if (one.pieces.some(({ lines }) => lines.some((line) => line.trim() !== '')))
      cell(`// %% [${one.kind}]${id}`, asComment(linesOf(one.pieces, false)));
  }
  return parts.join('\n');
}

/** Code that runs here as it is. */
export const isOurs = (language: string) => ['typescript', 'javascript', 'tslab', 'jslab'].includes(language);

const setUp = (slug: string) => [
  '// @SHOW',
  "import { exercise, todo } from 'gradlab';",
  '',
  `const { check } = exercise('${slug}');`,
];

const hasMarks = ({ pieces }: AssignmentCell) => pieces.some(({ marked }) => marked);

function modelAnswer(cell: AssignmentCell): string[] {
  const lines = cell.role === 'task' ? [] : linesOf(cell.pieces, hasMarks(cell));
  return lines.some((line) => line.trim() !== '') ? lines : ['A model answer is still to be written.'];
}

/** From the first line of the solution to the last: given lines between them stay in the stub. */
function region(
  { pieces }: AssignmentCell,
  task: string,
  code: (lines: readonly string[]) => string[],
): string[] {
  const whole = pieces.every(({ marked }) => !marked);
  const first = whole ? 0 : pieces.findIndex(({ marked }) => marked);
  const last = whole ? pieces.length - 1 : pieces.findLastIndex(({ marked }) => marked);
  const inside = pieces.slice(first, last + 1);
  const given = (from: typeof pieces) => code(from.flatMap(({ lines }) => lines));
  const answer = given(inside);
  const indent = /^\s*/.exec(answer.find((line) => line.trim() !== '') ?? '')![0];
  const call = `${indent}${indent === '' ? '' : 'return '}todo('${task}');`;
  const stub = whole ? [call] : inside.flatMap(({ marked, lines }) => (marked ? [call] : code(lines)));
  return [
    ...trimmedEnd(given(pieces.slice(0, first))),
    `${indent}// @FILL begin ${task}`,
    ...answer,
    `${indent}// @FILL stub`,
    ...stub.map((line) => `${/^\s*/.exec(line)![0]}// ${line.trimStart()}`),
    `${indent}// @FILL end`,
    ...trimmedEnd(given(pieces.slice(last + 1))),
  ];
}

function trimmedEnd(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
