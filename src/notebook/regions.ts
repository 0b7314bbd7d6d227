import type { ExerciseProblem } from './exercise-error.js';

/** The place of a task in a code cell of an exercise. */
export interface Region {
  task: string;
  /** White space before the markers. */
  indent: string;
  answer: string;
  /** What the starter has instead, as code. */
  stub: string;
}

/** A code cell cut at its regions: given text, region, given text, … */
export interface CutCell {
  /** One more than there are regions; each ends with a line end, if anything follows. */
  given: string[];
  regions: Region[];
}

const MARKER = /^(\s*)\/\/ @FILL (begin|stub|end)\b[ \t]*(.*)$/;

/** Cuts a cell at `// @FILL begin <task>`, `// @FILL stub`, `// @FILL end`.
 * @param firstLine Line of the file that the source begins on.
 * @param report Called for each problem. */
export function cutRegions(source: string, firstLine: number, report: (problem: Omit<ExerciseProblem, 'file'>) => void): CutCell {
  const given: string[][] = [[]];
  const regions: Region[] = [];
  let open: { task: string; indent: string; line: number; answer: string[]; stub?: string[] } | undefined;
  for (const [at, text] of source.split('\n').entries()) {
    const line = firstLine + at;
    const [, indent = '', marker, task = ''] = MARKER.exec(text) ?? [];
    if (marker === 'begin') {
      if (open) report({ line, message: `This region begins inside the region of "${open.task}": end that one first` });
      if (task === '') report({ line, message: 'Name the task: // @FILL begin <task>' });
      open = { task: task.trim(), indent, line, answer: [] };
    } else if (marker === 'stub') {
      if (!open) report({ line, message: 'This stub belongs to no region: // @FILL begin <task> is missing' });
      else open.stub = [];
    } else if (marker === 'end') {
      if (!open) report({ line, message: 'This end belongs to no region: // @FILL begin <task> is missing' });
      else {
        if (!open.stub) report({ line, message: `The region of "${open.task}" has no stub: write // @FILL stub and what the starter has instead` });
        regions.push({ task: open.task, indent: open.indent, answer: open.answer.join('\n'), stub: uncommented(open.stub ?? []) });
        given.push([]);
        open = undefined;
      }
    } else if (open) (open.stub ?? open.answer).push(text);
    else given.at(-1)!.push(text);
  }
  if (open) report({ line: open.line, message: `The region of "${open.task}" has no end: write // @FILL end` });
  return { given: given.map((lines, at) => lines.join('\n') + (at < given.length - 1 && lines.length ? '\n' : '')), regions };
}

/** The stub stands in comments, so that the file type-checks as the solution. */
function uncommented(lines: string[]): string {
  return lines.map((line) => line.replace(/^(\s*)\/\/ ?/, '$1')).join('\n');
}
