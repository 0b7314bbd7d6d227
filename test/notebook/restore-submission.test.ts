import fc from 'fast-check';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import {
  codeCell,
  findAnswers,
  fillNotebook,
  parseNotebook,
  restoreSubmission,
  serializeNotebook,
  solutionNotebook,
  starterNotebook,
  type Cell,
  type Notebook,
  type RestoredCell,
} from '../../src/notebook/index.js';
import { exerciseFrom, exerciseOne } from './exercise-one.js';

const document = exerciseFrom(`// %% [markdown] id="title"
// # Exercise

// %% id="setup"
// @SHOW
import * as tf from '@tensorflow/tfjs';
import { exercise, loadFashionMnist } from 'gradlab';
const { check } = exercise('ex');
const { xTrain, yTrain } = await loadFashionMnist();

// %% id="finder"
class Finder {
  readonly factor: number;
  constructor(readonly minLr: number, readonly maxLr: number) {
    // @FILL begin factor
    this.factor = maxLr / minLr;
    // @FILL stub
    // this.factor = todo('factor');
    // @FILL end
  }
  next(lr: number) {
    console.log('next', lr, this.factor);
    // @FILL begin next
    return lr * this.factor;
    // @FILL stub
    // return todo('next');
    // @FILL end
  }
}

// %% id="check-finder"
// @SHOW
await check('factor');
await check('next');

// %% [markdown] id="why-text"
// Why is that so?

// %% [markdown] id="why"
// <!-- @ANSWER why -->
// Because.

// %% id="plot"
function plot(losses: number[], learningRates: number[]): number {
  const isValid = losses.map((loss) => Number.isFinite(loss));
  // @FILL begin best
  const best = Math.min(...losses);
  // @FILL stub
  // const best: number = todo('best');
  // @FILL end
  return best;
}

// %% id="check-plot"
// @SHOW
await check('best');

// %% id="run" tags=["experiment"]
// @SHOW
const finder = new Finder(0.1, 1);
console.log('run', plot([3, 2], [0.1, 0.2]), finder.next(0.1));
`);

const FACTOR = 'this.factor = maxLr ** 2;';
const NEXT = 'return lr + 1;';
const BEST = 'const best = losses[0];';
const answers = new Map([
  ['factor', FACTOR],
  ['next', NEXT],
  ['best', BEST],
  ['why', 'I think so.'],
]);
const filled = (only: string[] = [...answers.keys()]) =>
  fillNotebook(document, 'starter', new Map([...answers].filter(([task]) => only.includes(task))));
const indexOf = (notebook: Notebook, id: string) => notebook.cells.findIndex((cell) => cell.id === id);
const cellOf = (notebook: Notebook, id: string) => notebook.cells[indexOf(notebook, id)]!;
const insert = (notebook: Notebook, after: string, ...cells: Cell[]) =>
  void notebook.cells.splice(indexOf(notebook, after) + 1, 0, ...cells);
const text = (source: string, id?: string): Cell => ({ ...codeCell('', source), id, kind: 'markdown' });
const own = (source: string, id?: string): Cell => ({ ...codeCell('', source), id });
const copyOf = (cell: Cell, id?: string): Cell => ({ ...cell, id });

const attempts = (cells: RestoredCell[]) =>
  Object.assign(
    {},
    ...cells
      .filter(({ origin }) => origin === 'answer')
      .map(({ id, source }) =>
        Object.fromEntries(
          findAnswers(
            source,
            document.cells.find((cell) => cell.id === id)!,
          ).attempted,
        ),
      ),
  ) as Record<string, boolean>;

const answersIn = (cells: RestoredCell[]) =>
  Object.assign(
    {},
    ...cells
      .filter(({ origin }) => origin === 'answer')
      .map(({ id, source }) => {
        const found = findAnswers(
          source,
          document.cells.find((cell) => cell.id === id)!,
        );
        return found.kind === 'unit'
          ? { [id]: 'unit' }
          : Object.fromEntries([...found.answers].map(([task, answer]) => [task, answer.text]));
      }),
  ) as Record<string, string>;

const ALL = Object.fromEntries(answers);

/** What is restored, in short: given cells as released, answers, the student's own cells in their places. */
function restore(notebook: Notebook) {
  const { cells, notes } = restoreSubmission(notebook, document);
  for (const cell of cells) {
    const released = document.cells.find(({ id }) => id === cell.id);
    if (cell.origin === 'given') expect(cell.source).toBe(released!.starterSource);
    if (cell.origin !== 'added') expect(cell.kind).toBe(released!.kind);
  }
  const released = cells.filter(({ origin }) => origin !== 'added').map(({ id }) => id);
  expect(released).toEqual(['setup', 'finder', 'check-finder', 'why', 'plot', 'check-plot', 'run']);
  return {
    cells,
    answers: answersIn(cells),
    own: cells.flatMap(({ origin, source }, at) =>
      origin === 'added'
        ? [`${cells.slice(0, at).findLast((cell) => cell.origin !== 'added')?.id ?? ''} < ${source}`]
        : [],
    ),
    notes: notes.map(({ cell, what }) => `${cell}: ${what}`),
  };
}

describe('restoreSubmission()', () => {
  test('gives exactly the starter for the starter', () => {
    for (const exercise of [document, exerciseOne()]) {
      const { cells, notes } = restoreSubmission(starterNotebook(exercise), exercise);
      expect(notes).toEqual([]);
      expect(cells).toEqual(
        exercise.cells
          .filter(({ kind, role }) => kind === 'code' || role === 'answer')
          .map(({ id, kind, role, starterSource: source }) => ({
            id,
            kind,
            origin: role === 'answer' ? 'answer' : 'given',
            source,
          })),
      );
    }
  });

  test('leaves a filled notebook as it is', () => {
    expect(restore(filled())).toMatchObject({ answers: ALL, own: [], notes: [] });
    expect(restoreSubmission(solutionNotebook(exerciseOne()), exerciseOne()).notes).toEqual([]);
  });

  test('of an empty notebook says that all has been deleted', () => {
    const { cells, notes } = restore({ metadata: {}, cells: [], other: {} });
    expect(attempts(cells)).toEqual({ factor: false, next: false, best: false, why: false });
    expect(notes).toEqual([
      'setup: deleted given cell put back',
      'finder: deleted answer cell put back, unfilled',
      'check-finder: deleted given cell put back',
      'why: deleted answer cell put back, unfilled',
      'plot: deleted answer cell put back, unfilled',
      'check-plot: deleted given cell put back',
      'run: deleted given cell put back',
    ]);
  });

  describe('given cells', () => {
    test('that were edited are put back', () => {
      const notebook = filled();
      cellOf(notebook, 'setup').source = cellOf(notebook, 'setup').source.replace(
        'await loadFashionMnist()',
        'await loadMine()',
      );
      cellOf(notebook, 'check-plot').source = "await check('factor');";
      cellOf(notebook, 'run').source = '';
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: [
          'setup: changed given cell put back',
          'check-plot: changed given cell put back',
          'run: changed given cell put back',
        ],
      });
    });

    test.each([
      [
        'a name in a list',
        "import { exercise, loadFashionMnist } from 'gradlab';",
        "import {\n  exercise,\n  linspace,\n  loadFashionMnist,\n} from 'gradlab';",
        ["import {\n  exercise,\n  linspace,\n  loadFashionMnist,\n} from 'gradlab';"],
      ],
      [
        'declarations of several kinds',
        'const { check }',
        "import fs from 'node:fs'; // files\nimport type { A } from './a.js';\nimport * as os from 'node:os'\nconst { check }",
        ["import fs from 'node:fs';\nimport type { A } from './a.js';\nimport * as os from 'node:os';"],
      ],
      [
        'nothing but what looks like one',
        'const { check }',
        "// import a from 'a';\nawait import('late'); console.log(`\nimport b from 'b';`); import.meta;\nconst { check }",
        [],
      ],
      [
        'nothing that is said anew',
        'const { check }',
        "import { linspace as tf } from 'gradlab';\nimport * as fs from 'node:fs', tf from 'tf';\nconst { a: Finder } = { a: 1 };\nvar b = [1, 2], plot = 2;\nclass exercise {}\nconst { check }",
        [],
      ],
      [
        'names beside types and defaults',
        'const { check }',
        'const a: Map<string, tf.Tensor> = new Map();\nlet { plot: c, ...d } = { plot: 1, e: 2 };\nconst { check }',
        ['const a: Map<string, tf.Tensor> = new Map();\nlet { plot: c, ...d } = { plot: 1, e: 2 };'],
      ],
      [
        'constants, functions, classes and types',
        'const { check }',
        "const LOSS: string = 'mse'; log(LOSS)\nlet a = 1,\n  b = [2]\nfunction area({ r }: { r: number }): { a: number } {\n  return { a: r };\n}\nabstract class Shape<T> {\n  size = 1;\n}\ntype Rates = {\n  all: number[];\n}\nconst tf = 1, { check }",
        [
          "const LOSS: string = 'mse';\nlet a = 1,\n  b = [2];\nfunction area({ r }: { r: number }): { a: number } {\n  return { a: r };\n}\nabstract class Shape<T> {\n  size = 1;\n}\ntype Rates = {\n  all: number[];\n};",
        ],
      ],
    ])('declarations that were added to one are kept: %s', (_what, from, to, own) => {
      const notebook = filled();
      const setup = cellOf(notebook, 'setup');
      setup.source = setup.source.replace(from, () => to);
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: own.map((declarations) => `setup < ${declarations}`),
        notes: [`setup: changed given cell put back${own.length ? '; what it declares beside is kept' : ''}`],
      });
    });

    test('that were formatted, or have other comments, need no repair', async () => {
      const notebook = filled();
      for (const cell of notebook.cells)
        if (cell.kind === 'code')
          cell.source =
            `// mine\n${await format(cell.source, { parser: 'typescript', semi: false, printWidth: 40 })}`.replaceAll(
              '\n',
              '\r\n',
            );
      expect(restore(notebook)).toMatchObject({
        answers: { ...ALL, factor: FACTOR.slice(0, -1), next: NEXT.slice(0, -1), best: BEST.slice(0, -1) },
        own: [],
        notes: [],
      });
    });

    test("with code of the student's after them: it goes on as a cell of its own", () => {
      const notebook = filled();
      cellOf(notebook, 'setup').source += '\n\n// Mine\nconst helper = 1;';
      const restored = restore(notebook);
      expect(restored).toMatchObject({
        answers: ALL,
        notes: ['setup: the code that was written into its cell runs in a cell of its own'],
      });
      expect(restored.own).toEqual(['setup < // Mine\nconst helper = 1;']);
    });

    test('that were deleted are put back', () => {
      const notebook = filled();
      notebook.cells = notebook.cells.filter(({ id }) => id !== 'setup' && id !== 'check-finder');
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: ['setup: deleted given cell put back', 'check-finder: deleted given cell put back'],
      });
    });

    test('that were pasted twice run once', () => {
      for (const id of ['pasted', undefined, 'setup']) {
        const notebook = filled();
        insert(
          notebook,
          'plot',
          copyOf(cellOf(notebook, 'setup'), id),
          copyOf(cellOf(notebook, 'check-plot'), id === 'setup' ? 'check-plot' : id),
        );
        expect(restore(notebook)).toMatchObject({
          answers: ALL,
          own: [],
          notes: ['setup: 2 copies found: it runs once', 'check-plot: 2 copies found: it runs once'],
        });
      }
    });

    test("that were pasted into a cell of the student's run once", () => {
      const notebook = filled();
      insert(
        notebook,
        'plot',
        own(`const a = 1;\n${cellOf(notebook, 'setup').source}\nconst b = 2;`, 'mine'),
      );
      expect(restore(notebook).own).toEqual(['plot < const a = 1;\n\nconst b = 2;']);
    });

    test("whose ids another cell has taken are still known, and that cell runs as the student's own", () => {
      const notebook = filled();
      const setup = cellOf(notebook, 'setup');
      setup.id = 'other';
      insert(notebook, 'plot', own('const stolen = helper(1, 2, 3);', 'setup'));
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: ['plot < const stolen = helper(1, 2, 3);'],
        notes: ['setup: recognized by its content'],
      });
    });

    test("replaced by something else altogether: that runs as the student's own", () => {
      const notebook = filled();
      cellOf(notebook, 'run').source = 'const mine = 1;';
      expect(restore(notebook)).toMatchObject({
        own: ['check-plot < const mine = 1;'],
        notes: ['run: changed given cell put back'],
      });
    });

    test('turned into text are put back', () => {
      const notebook = filled();
      cellOf(notebook, 'setup').kind = 'markdown';
      cellOf(notebook, 'check-plot').kind = 'raw';
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: ['setup: markdown cell read as code again', 'check-plot: raw cell read as code again'],
      });
    });
  });

  describe('answer cells', () => {
    test.each([undefined, 'new'])('are known by their content when all ids are lost', (id) => {
      const notebook = parseNotebook(
        serializeNotebook(filled()).replace('"nbformat_minor": 5', '"nbformat_minor": 2'),
      );
      for (const [at, cell] of notebook.cells.entries())
        cell.id = id === undefined ? undefined : `${id}-${at}`;
      const restored = restore(notebook);
      expect(restored).toMatchObject({ answers: ALL, own: [] });
      expect(restored.notes).toEqual(
        ['setup', 'finder', 'check-finder', 'plot', 'check-plot', 'run']
          .map((cell) => `${cell}: recognized by its content`)
          .concat('why: recognized by its place'),
      );
    });

    test('are put into their places when all cells are reordered', () => {
      const notebook = filled();
      notebook.cells.reverse();
      const { answers: found, notes, own: added } = restore(notebook);
      expect([found, added]).toEqual([ALL, []]);
      expect(notes).toEqual(
        ['check-plot', 'plot', 'why', 'check-finder', 'finder', 'setup'].map(
          (id) => `${id}: moved cell put back into its place`,
        ),
      );
    });

    test('split into two or three cells are put together', () => {
      for (const parts of [2, 3]) {
        for (const ids of [
          ['finder', 'x', 'y'],
          [undefined, undefined, undefined],
          ['x', 'y', 'finder'].slice(-parts),
        ]) {
          const notebook = filled();
          const at = indexOf(notebook, 'finder');
          const lines = cellOf(notebook, 'finder').source.split('\n');
          const size = Math.ceil(lines.length / parts);
          const pieces = Array.from({ length: parts }, (_, part) =>
            own(lines.slice(part * size, (part + 1) * size).join('\n'), ids[part]),
          );
          notebook.cells.splice(at, 1, ...pieces);
          expect(restore(notebook), ids.join()).toMatchObject({
            answers: ALL,
            own: [],
            notes: [`finder: put together from ${parts} cells`],
          });
        }
      }
    });

    test('merged into one are told apart', () => {
      for (const into of ['finder', 'plot', undefined]) {
        const notebook = filled();
        const merged = own(
          ['finder', 'check-finder', 'plot'].map((id) => cellOf(notebook, id).source).join('\n\n'),
          into,
        );
        notebook.cells.splice(indexOf(notebook, 'finder'), 1, merged);
        notebook.cells = notebook.cells.filter(
          (cell) => cell === merged || (cell.id !== 'plot' && cell.id !== 'check-finder'),
        );
        const restored = restore(notebook);
        expect(restored.answers, into).toEqual(ALL);
        expect(restored.cells.filter(({ source }) => source.includes('class Finder'))).toHaveLength(1);
        expect(restored.cells.filter(({ source }) => source.includes('function plot'))).toHaveLength(1);
      }
    });

    test('merged into a given cell are found there', () => {
      const notebook = filled();
      cellOf(notebook, 'setup').source += `\n${cellOf(notebook, 'finder').source}`;
      notebook.cells.splice(indexOf(notebook, 'finder'), 1);
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: ['finder: recognized by its content'],
      });
    });

    test.each([true, false])(
      "copied to a cell of the student's and filled there count (starter cell kept: %s)",
      (isKept) => {
        const notebook = filled(['best', 'why']);
        const moved = copyOf(cellOf(filled(), 'finder'), 'mine');
        insert(notebook, 'plot', moved);
        if (!isKept) notebook.cells.splice(indexOf(notebook, 'finder'), 1);
        const restored = restore(notebook);
        expect(restored).toMatchObject({ answers: ALL, own: [] });
        expect(restored.notes).toEqual([
          isKept
            ? 'finder: 2 copies found: the last one that was filled counts'
            : 'finder: recognized by its content',
          'finder: moved cell put back into its place',
        ]);
      },
    );

    test.each(['finder', 'copy', undefined])(
      'that stand twice: the last one that was filled counts (id %s)',
      (id) => {
        const notebook = filled();
        const later = copyOf(
          cellOf(
            fillNotebook(
              document,
              'starter',
              new Map([
                ['factor', 'later();'],
                ['next', 'later(2);'],
              ]),
            ),
            'finder',
          ),
          id,
        );
        insert(notebook, 'finder', later, copyOf(cellOf(starterNotebook(document), 'finder'), id));
        expect(restore(notebook)).toMatchObject({
          answers: { ...ALL, factor: 'later();', next: 'later(2);' },
          own: [],
          notes: ['finder: 3 copies found: the last one that was filled counts'],
        });
      },
    );

    test('that stand twice, each half filled: no answer is lost', () => {
      const notebook = filled(['factor', 'best', 'why']);
      insert(notebook, 'finder', copyOf(cellOf(filled(['next']), 'finder')));
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: [
          'finder: 2 copies found: the last one that was filled counts',
          'finder: the answer to factor is taken from another copy',
        ],
      });
    });

    test('that stand twice and are equal do no harm', () => {
      const notebook = filled();
      insert(notebook, 'check-plot', copyOf(cellOf(notebook, 'plot')));
      const unfilled = filled(['why']);
      insert(unfilled, 'check-plot', copyOf(cellOf(unfilled, 'plot')));
      expect(restore(notebook)).toMatchObject({ answers: ALL, own: [] });
      expect(attempts(restore(unfilled).cells)).toMatchObject({ best: false, why: true });
      expect(restore(unfilled).notes).toEqual(['plot: 2 copies found: the first one counts']);
    });

    test("whose copies define another name are the student's own", () => {
      const notebook = filled();
      const trial = copyOf(cellOf(notebook, 'finder'));
      trial.source = trial.source.replace('class Finder', 'class MyFinder');
      insert(notebook, 'check-finder', trial);
      const restored = restore(notebook);
      expect(restored).toMatchObject({ answers: ALL, notes: [] });
      expect(restored.own).toEqual([`check-finder < ${trial.source}`]);
    });

    test('with edited given lines are kept as they are', () => {
      const notebook = filled();
      cellOf(notebook, 'finder').source = cellOf(notebook, 'finder').source.replace(
        "console.log('next', lr, this.factor);",
        'const rate = lr;',
      );
      const restored = restore(notebook);
      expect(restored.answers).toEqual({ finder: 'unit', why: ALL.why, best: BEST });
      expect(attempts(restored.cells)).toEqual({ factor: true, next: true, why: true, best: true });
    });

    test('with edited given lines and lost ids are known by what they are like', () => {
      const notebook = filled();
      const cell = cellOf(notebook, 'finder');
      cell.source = cell.source.replace("console.log('next', lr, this.factor);", 'const rate = lr;');
      cell.id = undefined;
      expect(restore(notebook)).toMatchObject({
        answers: { finder: 'unit' },
        own: [],
        notes: ['finder: recognized by its content'],
      });
      cell.source =
        'class Finder {\n  factor = 1;\n  constructor(minLr: number, maxLr: number) {}\n  next(lr: number) { return lr; }\n}';
      expect(restore(notebook)).toMatchObject({
        answers: { finder: 'unit' },
        own: [],
        notes: ['finder: recognized by its place'],
      });
    });

    test('written anew under their own id are kept', () => {
      const notebook = filled();
      cellOf(notebook, 'plot').source = 'const plot = (a: any) => a[0];';
      expect(restore(notebook)).toMatchObject({ answers: { plot: 'unit' }, own: [], notes: [] });
      notebook.cells.unshift(notebook.cells.splice(indexOf(notebook, 'plot'), 1)[0]!);
      expect(restore(notebook)).toMatchObject({ answers: { plot: 'unit' }, own: [] });
    });

    test('turned into text and back are read as code', () => {
      for (const kind of ['markdown', 'raw'] as const) {
        const notebook = filled();
        cellOf(notebook, 'finder').kind = kind;
        expect(restore(notebook)).toMatchObject({
          answers: ALL,
          own: [],
          notes: [`finder: ${kind} cell read as code again`],
        });
        cellOf(notebook, 'finder').id = undefined;
        expect(restore(notebook)).toMatchObject({
          answers: ALL,
          own: [],
          notes: ['finder: recognized by its content', `finder: ${kind} cell read as code again`],
        });
      }
    });

    test('whose id an added cell has stolen are known by their content', () => {
      const notebook = filled();
      cellOf(notebook, 'finder').id = 'x';
      notebook.cells.unshift(own('console.log("forged", 1, 2, 3, 4);', 'finder'));
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [' < console.log("forged", 1, 2, 3, 4);'],
        notes: ['finder: recognized by its content'],
      });
    });

    test('whose ids were exchanged are known by their content', () => {
      const notebook = filled();
      const [finder, plot] = [cellOf(notebook, 'finder'), cellOf(notebook, 'plot')];
      [finder.id, plot.id] = ['plot', 'finder'];
      expect(restore(notebook)).toMatchObject({ answers: ALL, own: [] });
    });

    test('say nothing by their metadata', () => {
      const notebook = filled(['best']);
      for (const cell of notebook.cells)
        cell.metadata = {
          gradlab: { role: 'answer', tasks: ['factor', 'next', 'why'], points: 100 },
          deletable: true,
        };
      insert(notebook, 'plot', {
        ...own('const a = 1;', 'forged'),
        metadata: { gradlab: { role: 'given' }, tags: ['experiment'] },
      });
      const restored = restore(notebook);
      expect(attempts(restored.cells)).toEqual({ factor: false, next: false, why: false, best: true });
      expect(restored).toMatchObject({ own: ['plot < const a = 1;'], notes: [] });
    });
  });

  describe('written answers', () => {
    test('in a text cell of their own below the one meant for them are found', () => {
      const notebook = filled(['factor', 'next', 'best']);
      insert(notebook, 'why', text('First.'), text('Second.'));
      expect(restore(notebook)).toMatchObject({
        answers: { ...ALL, why: 'First.\n\nSecond.' },
        notes: ['why: the answer stood in cells of its own'],
      });
    });

    test('that go on below their cell are kept whole', () => {
      const notebook = filled();
      insert(notebook, 'why', text('And more.'));
      expect(restore(notebook)).toMatchObject({
        answers: { ...ALL, why: 'I think so.\n\nAnd more.' },
        notes: ['why: the answer goes on in a cell below'],
      });
    });

    test.each([
      [
        'in a text cell above the one meant for them',
        (notebook: Notebook) => insert(notebook, 'why-text', text('Above.')),
      ],
      [
        'in the cell that asks',
        (notebook: Notebook) =>
          void (cellOf(notebook, 'why-text').source += '\n\nMy answer stands here: Above.'),
      ],
    ])('%s are found', (_, edit) => {
      const notebook = filled(['factor', 'next', 'best']);
      edit(notebook);
      const { answers: found, notes } = restore(notebook);
      expect(found['why']).toMatch(/Above\.$/);
      expect(notes).toEqual(['why: the answer stood in a cell of its own']);
    });

    test('whose cell was deleted are found by their place', () => {
      const notebook = filled();
      notebook.cells[indexOf(notebook, 'why')] = text('New.', 'new');
      expect(restore(notebook)).toMatchObject({
        answers: { ...ALL, why: 'New.' },
        notes: ['why: recognized by its place'],
      });
    });

    test('in a code cell are read as text', () => {
      const notebook = filled();
      cellOf(notebook, 'why').kind = 'code';
      expect(restore(notebook)).toMatchObject({
        answers: ALL,
        own: [],
        notes: ['why: code cell read as markdown again'],
      });
    });
  });

  test('takes the filled copy above an original that was emptied', () => {
    const notebook = filled();
    const original = cellOf(notebook, 'plot');
    notebook.cells.splice(indexOf(notebook, 'plot'), 0, copyOf(original));
    original.source = '';
    expect(restore(notebook)).toMatchObject({ answers: ALL, own: [] });
  });

  test('puts a missing cell back before what may say it anew', () => {
    const notebook = filled();
    const anew = 'function plot() { return 1; }';
    notebook.cells[indexOf(notebook, 'plot')] = own(anew);
    expect(restore(notebook)).toMatchObject({
      own: [`plot < ${anew}`],
      notes: ['plot: deleted answer cell put back, unfilled'],
    });
  });

  describe('an answer without given lines', () => {
    const bare = exerciseFrom(
      "// %% id=\"first\"\n// @SHOW\nawait check('one', 'two', 'three');\n\n// %% id=\"run\"\n// @FILL begin a\ntrain(1);\n// @FILL stub\n// todo('a');\n// @FILL end\n\n// %% id=\"last\"\n// @SHOW\nawait check('four', 'five', 'six');",
    );
    const restored = (edit: (notebook: Notebook) => void) => {
      const notebook = fillNotebook(bare, 'starter', new Map([['a', 'train(2);']]));
      edit(notebook);
      const { cells, notes } = restoreSubmission(notebook, bare);
      return {
        run: cells.find(({ id }) => id === 'run')!.source,
        notes: notes.filter(({ cell }) => cell === 'run').map(({ what }) => what),
      };
    };

    test('is found by its place when it has lost its id', () => {
      const withoutIds = restored(({ cells }) => cells.forEach((cell) => (cell.id = undefined)));
      expect(withoutIds).toEqual({ run: 'train(2);', notes: ['recognized by its place'] });
    });

    test('is found in a new cell below its own', () => {
      const below = restored((notebook) => {
        cellOf(notebook, 'run').source = "todo('a');";
        insert(notebook, 'run', own('train(3);'));
      });
      expect(below).toEqual({ run: 'train(3);', notes: ['the answer stood in a cell of its own'] });
    });

    test('does not go on in the cells below it', () => {
      const scratch = restored((notebook) => insert(notebook, 'run', own('train(3);')));
      expect(scratch).toEqual({ run: 'train(2);', notes: [] });
    });
  });

  test("keeps the student's own cells where they were", () => {
    const notebook = filled();
    notebook.cells.unshift(own('first();'));
    insert(notebook, 'finder', own('a();'), text('note'), own('  \n'), own('b();', 'b'));
    notebook.cells.push(own('last();'));
    expect(restore(notebook)).toMatchObject({
      answers: ALL,
      own: [' < first();', 'finder < a();', 'finder < b();', 'run < last();'],
      notes: [],
    });
    expect(
      restore(notebook)
        .cells.filter(({ origin }) => origin === 'added')
        .map(({ id }) => id),
    ).toEqual(['added-1', 'added-2', 'added-3', 'added-4']);
  });

  test('does not miss texts that were deleted or changed', () => {
    const notebook = filled();
    notebook.cells = notebook.cells.filter(({ id }) => id !== 'title');
    cellOf(notebook, 'why-text').source = 'Changed';
    expect(restore(notebook)).toMatchObject({ answers: ALL, own: [], notes: [] });
  });

  test('restores hostile notebooks', () => {
    const restoreAll = (cells: Cell[]) =>
      restoreSubmission({ metadata: {}, cells, other: {} }, document).cells.length;
    const { source } = cellOf(filled(), 'finder');
    expect(restoreAll(Array.from({ length: 10_000 }, (_, at) => own(`x${at};`)))).toBe(10_007);
    expect(restoreAll(Array.from({ length: 1000 }, () => own(source)))).toBe(7);
    expect(restoreAll(Array.from({ length: 1000 }, () => own(source, 'finder')))).toBe(7);
    expect(
      restoreAll(Array.from({ length: 1000 }, () => own(source.replace('class Finder', 'class F')))),
    ).toBeGreaterThan(7);
    expect(restoreAll([own('a.b(1);\n'.repeat(600_000), 'finder')])).toBe(7);
    expect(
      restoreAll(
        Array.from({ length: 50 }, (_, at) => own('a.b(1);\n'.repeat(6000), at % 2 ? 'finder' : 'setup')),
      ),
    ).toBeGreaterThan(7);
    expect(restoreAll([own(`${source}\n`.repeat(50), 'x')])).toBeGreaterThan(6);
    expect(restoreAll([own(`${source}\n`.repeat(2000), 'x'), own('{'.repeat(1e6), 'plot')])).toBeGreaterThan(
      6,
    );
  });

  const sources = document.cells
    .map(({ starterSource }) => starterSource)
    .concat(
      filled().cells.map(({ source }) => source),
      'x();',
      '',
      '}',
      'class Finder {}',
      "await check('best');",
    );
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...sources) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...sources), fc.constantFrom(...sources))
        .map((two) => two.join('\n')),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...sources), fc.nat(400), fc.nat(400))
        .map(([whole, from, length]) => whole.slice(from, from + length)),
    },
  );
  const cell = fc
    .record({
      source: piece,
      id: fc.constantFrom(undefined, 'mine', ...document.cells.map(({ id }) => id)),
      kind: fc.constantFrom('code' as const, 'code' as const, 'markdown' as const, 'raw' as const),
    })
    .map((own) => ({ ...codeCell('', ''), ...own }));

  /** What students and editors do to a notebook without touching an answer. */
  const harmless = fc.array(
    fc.tuple(
      fc.constantFrom(
        'move',
        'copy',
        'copy with its id',
        'turn into text',
        'add',
        'drop',
        'comment',
        'damage',
      ),
      fc.nat(30),
      fc.nat(30),
    ),
    { maxLength: 6 },
  );

  function change(notebook: Notebook, [what, a, b]: readonly [string, number, number]): void {
    const { cells } = notebook;
    const at = a % cells.length;
    const found = cells[at]!;
    const isAnswer = document.cells.some(({ id, role }) => id === found.id && role === 'answer');
    if (what === 'move') cells.splice(b % cells.length, 0, cells.splice(at, 1)[0]!);
    else if (what === 'copy') cells.splice(b % cells.length, 0, copyOf(found, `copy-${b}`));
    else if (what === 'copy with its id') cells.splice(b % cells.length, 0, copyOf(found, found.id));
    else if (what === 'turn into text') found.kind = found.kind === 'code' ? 'raw' : found.kind;
    else if (what === 'add')
      cells.splice(at, 0, own('function helper(a: number) { return a * 2; }', `own-${b}`));
    else if (what === 'damage') found.metadata = { gradlab: { role: 'given', tasks: 7 }, tags: 'x' };
    else if (what === 'drop' && !isAnswer) cells.splice(at, 1);
    else if (what === 'comment' && found.kind === 'code') found.source = `// mine\n${found.source}\n// end`;
  }

  test('loses no answer and invents none, whatever happens to the cells around them (property)', async () => {
    const tasks = ['factor', 'next', 'best'];
    const bare = (code: string) => code.replace(/\s+|;$/g, '');
    const style = fc.constantFrom(undefined, { semi: false, useTabs: true }, { printWidth: 40, tabWidth: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(tasks),
        style,
        fc.boolean(),
        harmless,
        async (only, options, hasIds, changes) => {
          const notebook = filled([...only, 'why']);
          for (const code of notebook.cells)
            if (options && code.kind === 'code')
              code.source = await format(code.source, { parser: 'typescript', ...options });
          for (const one of changes) change(notebook, one);
          if (!hasIds) for (const one of notebook.cells) one.id = undefined;
          const { cells, answers: found } = restore(notebook);
          const expected = Object.fromEntries(tasks.map((task) => [task, only.includes(task)]));
          expect(attempts(cells)).toMatchObject(expected);
          for (const task of only) expect(bare(found[task]!)).toBe(bare(ALL[task]!));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('takes its time from no submission, whatever that repeats', () => {
    const [setup, finder] = [filled().cells[1]!, filled().cells[2]!].map(({ source }) => source) as [
      string,
      string,
    ];
    const submissions: [string, Cell[]][] = [
      [
        'copies',
        Array.from({ length: 8 }, (_, at) => own(`${finder}\n${setup}\n`.repeat(280), `copies-${at}`)),
      ],
      ['text', [text('* _'.repeat(12e6))]],
      ['answer', [text('* _'.repeat(12e6), 'why')]],
    ];
    const used = submissions.map(([what, cells]) => {
      const { user } = process.cpuUsage();
      const { cells: restored } = restoreSubmission(
        { ...filled(), cells: [...filled().cells, ...cells] },
        document,
      );
      expect(attempts(restored).factor).toBe(true);
      return [what, process.cpuUsage().user - user < (what === 'copies' ? 3e6 : 8e5)];
    });
    expect(used).toEqual(submissions.map(([what]) => [what, true]));
  });

  test('does not mind a kernelspec that is missing or of another language', () => {
    for (const kernelspec of [undefined, { name: 'python3', language: 'python' }, 7]) {
      const notebook = { ...filled(), metadata: { kernelspec, language_info: null } };
      expect(restore(notebook)).toMatchObject({ answers: ALL, own: [], notes: [] });
    }
  });

  test('changes nothing in what it has restored (property)', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 14 }), (cells) => {
        const { cells: once } = restoreSubmission({ metadata: {}, cells, other: {} }, document);
        const again = restoreSubmission(
          {
            metadata: {},
            cells: once.map(({ id, kind, source }) => ({ ...codeCell(id, source), kind })),
            other: {},
          },
          document,
        );
        expect(again.cells).toEqual(once);
        expect(once.filter(({ origin }) => origin !== 'added')).toHaveLength(7);
      }),
      { numRuns: 300 },
    );
  });
});
