import fs from 'node:fs';
import path from 'node:path';
import { ExerciseError } from '../../notebook/index.js';

/** An answer in `right/` or `wrong/`: the text that goes into the place of a task. */
export interface AnswerFile {
  /** Relative to the exercise's folder. */
  file: string;
  task: string;
  /** Of a wrong answer: the check that must catch it. */
  caughtBy?: string;
  answer: string;
  /** The answer is a whole cell, with given lines edited: its id. */
  wholeCell?: string;
  /** Put in a cell of its own before the task's: `// cell-before:` to `// end-cell`. */
  cellBefore?: string;
}

/** Reads the answers of a folder. The first lines are a header: `// task: <id>`, `// caught-by: <check>`, and `// whole-cell: <id>`
 * where it edits given lines too.
 * @throws {ExerciseError} If a header is missing. */
export function readAnswers(exerciseFolder: string, kind: 'right' | 'wrong'): AnswerFile[] {
  const folder = path.join(exerciseFolder, kind);
  if (!fs.existsSync(folder)) return [];
  const names = fs
    .readdirSync(folder)
    .filter((name) => /\.(ts|md)$/.test(name))
    .sort();
  return names.map((name) => readAnswer(path.join(folder, name), `${kind}/${name}`, kind));
}

function readAnswer(file: string, shown: string, kind: 'right' | 'wrong'): AnswerFile {
  const lines = fs.readFileSync(file, 'utf8').split(/\r?\n/);
  const header = new Map<string, string>();
  while (lines.length) {
    const [, key, value] = /^\/\/ (task|caught-by|whole-cell): (.+)$/.exec(lines[0]!) ?? [];
    if (key === undefined) break;
    header.set(key, value!.trim());
    lines.shift();
  }
  const task = header.get('task');
  const caughtBy = header.get('caught-by');
  if (task === undefined)
    throw new ExerciseError([{ file, line: 1, message: 'The first line must name the task: // task: <id>' }]);
  if (kind === 'wrong' && caughtBy === undefined) {
    throw new ExerciseError([
      {
        file,
        line: 2,
        message: 'The second line must name the check that catches it: // caught-by: <task>/<check>',
      },
    ]);
  }
  const wholeCell = header.get('whole-cell');
  const end = lines.indexOf('// end-cell');
  const hasCell = lines[0] === '// cell-before:' && end > 0;
  return {
    file: shown,
    task,
    ...(caughtBy === undefined ? {} : { caughtBy }),
    ...(wholeCell === undefined ? {} : { wholeCell }),
    answer: lines
      .slice(hasCell ? end + 1 : 0)
      .join('\n')
      .trim(),
    ...(hasCell ? { cellBefore: lines.slice(1, end).join('\n') } : {}),
  };
}
