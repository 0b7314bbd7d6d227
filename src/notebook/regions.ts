import type { ExerciseProblem } from './exercise-error.js';

/** The place of a task in a cell of an exercise. */
export interface Region {
  task: string;
  /** White space before the markers. */
  indent: string;
  answer: string;
  /** What the starter has instead, as code. */
  stub: string;
  /** Line of the file that it begins on. */
  line: number;
}

/** A code cell cut at its regions: given text, region, given text, … */
export interface CutCell {
  /** One more than there are regions; each ends with a line end, if anything follows. */
  given: string[];
  regions: Region[];
}

type Report = (problem: Omit<ExerciseProblem, 'file'>) => void;

const MARKER = /^(\s*)\/\/ @FILL (begin|stub|end)(?:[ \t]+(.*?))?[ \t]*$/;
const LIKE_MARKER = /@(FILL|SHOW|ANSWER)\b/i;

/** Cuts a cell at `// @FILL begin <task>`, `// @FILL stub`, `// @FILL end`.
 * @param firstLine Line of the file that the source begins on.
 * @param report Called for each problem; reading goes on as if it had been put right. */
export function cutRegions(source: string, firstLine: number, report: Report): CutCell {
  const cutter = new Cutter(report);
  for (const [at, text] of source.split('\n').entries()) cutter.add(text, firstLine + at);
  return cutter.finish();
}

/** A region that has not ended yet. */
interface OpenRegion extends Omit<Region, 'answer' | 'stub'> {
  answer: string[];
  stub?: string[];
}

class Cutter {
  readonly #given: string[][] = [[]];
  readonly #regions: Region[] = [];
  readonly #report: Report;
  #open: OpenRegion | undefined;
  /** Ends that belong to regions around others, which have been complained about. */
  #superfluousEnds = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  add(text: string, line: number): void {
    const [, indent = '', marker, rest = ''] = MARKER.exec(text) ?? [];
    if (marker === 'begin') this.#begin({ task: rest, indent, line, answer: [] });
    else if (marker === 'stub') this.#stub(line, rest);
    else if (marker === 'end') this.#end(line, rest);
    else this.#text(text, line);
  }

  finish(): CutCell {
    if (this.#open) {
      this.#report({
        line: this.#open.line,
        message: `The region of "${this.#open.task}" has no end: write // @FILL end`,
      });
      this.#close();
    }
    const given = this.#given.map(
      (lines, at) => lines.join('\n') + (at < this.#given.length - 1 && lines.length ? '\n' : ''),
    );
    return { given, regions: this.#regions };
  }

  #begin(region: OpenRegion): void {
    const { line, task } = region;
    if (this.#open) {
      this.#report({
        line,
        message: `This region begins inside the region of "${this.#open.task}": end that one first`,
      });
      this.#superfluousEnds++;
      this.#close();
    }
    if (!/^[\w-]+$/.test(task))
      this.#report({
        line,
        message:
          task === ''
            ? 'Name the task: // @FILL begin <task>'
            : `A task id has letters, digits, hyphens and underscores: "${task}" does not`,
      });
    this.#open = region;
  }

  #stub(line: number, rest: string): void {
    if (!this.#open)
      this.#report({ line, message: 'This stub belongs to no region: // @FILL begin <task> is missing' });
    else if (this.#open.stub)
      this.#report({ line, message: `The region of "${this.#open.task}" has a stub already` });
    else this.#open.stub = [];
    if (rest !== '') this.#report({ line, message: 'Write the stub on the lines after // @FILL stub' });
  }

  #end(line: number, rest: string): void {
    if (!this.#open) {
      if (this.#superfluousEnds > 0) this.#superfluousEnds--;
      else this.#report({ line, message: 'This end belongs to no region: // @FILL begin <task> is missing' });
      return;
    }
    const { task, stub } = this.#open;
    if (!stub)
      this.#report({
        line,
        message: `The region of "${task}" has no stub: write // @FILL stub and what the starter has instead`,
      });
    if (rest !== '' && rest !== task)
      this.#report({ line, message: `This is the end of "${task}", not of "${rest}"` });
    this.#close();
  }

  #text(text: string, line: number): void {
    if (LIKE_MARKER.test(text))
      this.#report({
        line,
        message:
          'Cannot read this mark: write // @FILL begin <task>, // @FILL stub or // @FILL end on a line of its own',
      });
    const stub = this.#open?.stub;
    if (stub && text.trim() !== '' && !/^\s*\/\//.test(text))
      this.#report({ line, message: 'A line of a stub stands in a comment: begin it with //' });
    (stub ?? this.#open?.answer ?? this.#given.at(-1)!).push(text);
  }

  #close(): void {
    const { task, indent, line, answer, stub = [] } = this.#open!;
    this.#regions.push({
      task,
      indent,
      line,
      answer: answer.join('\n'),
      stub: stub.map(uncommented).join('\n'),
    });
    this.#given.push([]);
    this.#open = undefined;
  }
}

/** The stub stands in comments, so that the file type-checks as the solution. */
const uncommented = (line: string) => line.replace(/^(\s*)\/\/ ?/, '$1');
