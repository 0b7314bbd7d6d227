import type { ExerciseProblem } from './exercise-error.js';
import { isCellId, type CellKind } from './notebook.js';
import type { PercentCell } from './percent-format.js';
import { cutRegions, type CutCell, type Region } from './regions.js';
import { renderCell, starterText, WRITTEN_STUB } from './render-cell.js';

/** `given`: locked code. `answer`: holds regions (or is a written answer). `prose`: everything else. */
type CellRole = 'given' | 'answer' | 'prose';

/** A cell of an exercise, with what students get and what the solution says. */
export interface DocumentCell {
  id: string;
  kind: CellKind;
  role: CellRole;
  tags: readonly string[];
  /** Ids of the tasks in it, in order. */
  tasks: readonly string[];
  regions: readonly Region[];
  /** Text around the regions. */
  given: readonly string[];
  starterSource: string;
}

type Report = (problem: Omit<ExerciseProblem, 'file'>) => void;

const SHOW = /^\/\/ @SHOW[ \t]*(?:\n|$)/;
const WRITTEN = /^<!-- @ANSWER ([\w-]+) -->[ \t]*(?:\n|$)/;

/** Reads the marks of a cell: `// @SHOW`, `// @FILL` in code, `<!-- @ANSWER <task> -->` in Markdown. */
export function documentCell(cell: PercentCell, id: string, report: Report): DocumentCell {
  const { line, options } = cell;
  if (!isCellId(id))
    report({ line, message: 'A cell id has 1 to 64 letters, digits, hyphens and underscores' });
  for (const name of Object.keys(options))
    if (name !== 'id' && name !== 'tags')
      report({ line, message: `Cells have no option "${name}", only id and tags` });
  const tags: unknown = options.tags ?? [];
  const areTags = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
  if (!areTags) report({ line, message: 'Write tags as in tags=["experiment"]' });
  const head = { id, kind: cell.kind, tags: areTags ? (tags as string[]) : [] };
  return cell.kind === 'code' ? codeCellOf(cell, head, report) : textCellOf(cell, head, report);
}

type Head = Pick<DocumentCell, 'id' | 'kind' | 'tags'>;

function codeCellOf({ source, sourceLine }: PercentCell, head: Head, report: Report): DocumentCell {
  const shown = SHOW.exec(source);
  const lines = source.split('\n');
  for (const [at, text] of lines.entries()) {
    if (at > 0 && /^\s*\/\/ @SHOW\s*$/.test(text)) {
      report({ line: sourceLine + at, message: '// @SHOW must be the first line of its cell' });
      lines[at] = '';
    }
  }
  const cut = cutRegions(lines.slice(shown ? 1 : 0).join('\n'), sourceLine + (shown ? 1 : 0), report);
  if (shown)
    for (const { line } of cut.regions)
      report({ line, message: 'A cell with // @SHOW is given code: it cannot hold a region' });
  return finished({ ...head, role: cut.regions.length ? 'answer' : shown ? 'given' : 'prose' }, cut);
}

function textCellOf({ source, sourceLine }: PercentCell, head: Head, report: Report): DocumentCell {
  const written = WRITTEN.exec(source);
  const text = written ? source.slice(written[0].length) : source;
  for (const [at, line] of text.split('\n').entries()) {
    if (!/@(FILL|SHOW|ANSWER)\b/i.test(line)) continue;
    report({
      line: sourceLine + at + (written ? 1 : 0),
      message:
        'Cannot read this mark: a written answer begins with <!-- @ANSWER <task> --> on the first line of its cell',
    });
  }
  if (!written) return finished({ ...head, role: 'prose' }, { given: [source], regions: [] });
  const region: Region = {
    task: written[1]!,
    indent: '',
    answer: text,
    stub: WRITTEN_STUB,
    line: sourceLine,
  };
  return finished({ ...head, role: 'answer' }, { given: ['', ''], regions: [region] });
}

function finished(head: Head & Pick<DocumentCell, 'role'>, { given, regions }: CutCell): DocumentCell {
  const cell = { ...head, given, regions };
  return {
    ...cell,
    tasks: regions.map(({ task }) => task),
    starterSource: renderCell(cell, (region) => starterText(region, cell)),
  };
}
