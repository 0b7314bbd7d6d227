import fc from 'fast-check';
import { format, type Options } from 'prettier';
import { describe, expect, test } from 'vitest';
import {
  findAnswers,
  fillNotebook,
  replaceAnswers,
  solutionNotebook,
  starterNotebook,
  type DocumentCell,
} from '../../src/notebook/index.js';
import { answerRange } from '../../src/notebook/cell-ranges.js';
import { significantTokens } from '../../src/notebook/significant-tokens.js';
import { exerciseFrom, exerciseOne } from './exercise-one.js';

const texts = (code: string) => significantTokens(code).map(({ text }) => text);

/** Answers by task; undefined where the cell is a unit. */
function answersIn(source: string, cell: DocumentCell): Record<string, string> | undefined {
  const found = findAnswers(source, cell);
  return found.kind === 'unit'
    ? undefined
    : Object.fromEntries([...found.answers].map(([task, { text }]) => [task, text]));
}

const attemptedIn = (source: string, cell: DocumentCell) =>
  Object.fromEntries(findAnswers(source, cell).attempted);

const one = exerciseOne();
const cellOf = (task: string) => one.cells.find(({ tasks }) => tasks.includes(task))!;
const answerCells = one.cells.filter(({ role }) => role === 'answer');

const two = exerciseFrom(
  `// %% id="c"
const before = 1;
function f(loss: number) {
  // @FILL begin a
  right(1);
  // @FILL stub
  // todo('a');
  // @FILL end
  middle(loss);
  // @FILL begin b
  right(2);
  // @FILL stub
  // todo('b');
  // @FILL end
}
`,
).cells[0]!;
const withAnswers = (a: string, b: string) =>
  `const before = 1;\nfunction f(loss: number) {\n  ${a}\n  middle(loss);\n  ${b}\n}\n`;

describe('findAnswers()', () => {
  test.each(answerCells.map((cell) => [cell.id, cell] as const))(
    'finds nothing attempted in the starter cell %s, all in the solution',
    (id, cell) => {
      expect(new Set(findAnswers(cell.starterSource, cell).attempted.values())).toEqual(new Set([false]));
      const solution = solutionNotebook(one).cells.find((candidate) => candidate.id === id)!.source;
      for (const { task, answer } of cell.regions) {
        expect(texts(answersIn(solution, cell)![task]!)).toEqual(texts(answer));
        expect(attemptedIn(solution, cell)[task]).toBe(true);
      }
    },
  );

  const styles: Options[] = [
    {},
    { semi: false },
    { singleQuote: true },
    { useTabs: true },
    { tabWidth: 8 },
    { trailingComma: 'none' },
    { trailingComma: 'all' },
    { trailingComma: 'es5' },
    { arrowParens: 'avoid' },
    { printWidth: 40 },
    { printWidth: 60 },
    { printWidth: 80 },
    { printWidth: 200 },
    { bracketSpacing: false },
    { quoteProps: 'consistent' },
    { objectWrap: 'collapse' },
    { endOfLine: 'crlf' },
    {
      semi: false,
      arrowParens: 'avoid',
      printWidth: 60,
      trailingComma: 'none',
      useTabs: true,
      endOfLine: 'crlf',
    },
  ];

  test.each(styles.map((style) => [JSON.stringify(style), style] as const))(
    'finds the answers of notebooks formatted with %s',
    async (_, style) => {
      for (const build of [starterNotebook, solutionNotebook]) {
        for (const cell of answerCells) {
          const { source } = build(one).cells.find(({ id }) => id === cell.id)!;
          const formatted = await format(source, { parser: 'typescript', ...style });
          const [found, expected] = [answersIn(formatted, cell), answersIn(source, cell)];
          expect(found, `${cell.id} is a unit:\n${formatted}`).toBeDefined();
          for (const task of cell.tasks) expect(texts(found![task]!)).toEqual(texts(expected![task]!));
          expect(attemptedIn(formatted, cell)).toEqual(attemptedIn(source, cell));
        }
      }
    },
  );

  test('finds answers where a formatter breaks what is returned, unions and conditions', async () => {
    const source = `// %% id="c"
type Mode = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa' | 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' | 'cccccccccccccccccccc';
const pick = (mode: Mode) => (mode === 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa' ? { 'a-b': 1, plain: 0x1f } : { 'a-b': 1.0, plain: .5 });
// @FILL begin a
right();
// @FILL stub
// todo('a');
// @FILL end
function g(first: boolean, second: boolean) {
  if (!first) throw new Error('firstfirstfirstfirst') || new Error('secondsecondsecondsecondsecond') || second;
  return first && second && 'some rather long text, which does not fit' && 'more text that does not fit' !== '';
}
// @FILL begin b
right();
// @FILL stub
// todo('b');
// @FILL end
`;
    const [cell] = exerciseFrom(source).cells;
    for (const style of styles) {
      const formatted = await format(cell!.starterSource, { parser: 'typescript', ...style });
      expect(attemptedIn(formatted, cell!), formatted).toEqual({ a: false, b: false });
      expect(answersIn(formatted, cell!), formatted).toEqual({
        a: expect.stringMatching(/^todo/),
        b: expect.stringMatching(/^todo/),
      });
    }
  });

  test.each<[string, string, string, Record<string, string> | undefined]>([
    [
      'comments everywhere',
      '/* x */ one(); // mine',
      '// todo("b");\n  two() /* y */;',
      { a: 'one();', b: 'two() /* y */;' },
    ],
    [
      'an answer that repeats the given code after it',
      'if (x) { middle(loss); } one()',
      'two(middle(loss));',
      { a: 'if (x) { middle(loss); } one()', b: 'two(middle(loss));' },
    ],
    ['an answer that closes blocks', 'if (x) {}', 'for (;;) {}', { a: 'if (x) {}', b: 'for (;;) {}' }],
    ['a brace too few in one answer', 'if (x) {', 'two();', { a: 'if (x) {', b: 'two();' }],
    ['a brace too many in one answer', 'one(); }', 'two();', { a: 'one(); }', b: 'two();' }],
    ['empty answers', '', '', { a: '', b: '' }],
    ['a string without an end', "one('x", 'two();', { a: "one('x", b: 'two();' }],
    [
      'regular expressions',
      'x.replace(/[/"\'`{]/g, "") && /}`/.test(y)',
      'if (x) /`/.test(y); else /"/.test(x)',
      { a: 'x.replace(/[/"\'`{]/g, "") && /}`/.test(y)', b: 'if (x) /`/.test(y); else /"/.test(x)' },
    ],
    [
      'division after names and brackets',
      'type / 2 / x! / f() / a[0] / this / 1',
      'of / 2',
      { a: 'type / 2 / x! / f() / a[0] / this / 1', b: 'of / 2' },
    ],
    [
      'nested templates',
      '`${a ? `${{ b: `}` }.b}` : "}"}`',
      'two(`\n}\n`)',
      { a: '`${a ? `${{ b: `}` }.b}` : "}"}`', b: 'two(`\n}\n`)' },
    ],
    [
      'helper functions',
      'function h() { return 1; }\n  const k = () => { h(); };',
      'two();',
      { a: 'function h() { return 1; }\n  const k = () => { h(); };', b: 'two();' },
    ],
    ['a template without an end', 'one(`', 'two();', undefined],
  ])('finds %s', (_, a, b, expected) => {
    for (const source of [withAnswers(a, b), withAnswers(a, b).replaceAll('\n', '\r\n')]) {
      const found = answersIn(source, two);
      expect(found && JSON.parse(JSON.stringify(found).replaceAll('\\r', ''))).toEqual(expected);
    }
  });

  test.each([
    [
      'prefers the place that leaves a region as it was',
      withAnswers('middle(loss); one();', "todo('b');"),
      { a: true, b: false },
    ],
    ['counts an emptied region as attempted', withAnswers('', "todo('b')"), { a: true, b: false }],
    [
      'ignores comments in a region',
      withAnswers("// I think\n  todo('a'); // hm", "todo('b');"),
      { a: false, b: false },
    ],
    [
      'counts a stub with something beside it as attempted',
      withAnswers("todo('a'); one();", "todo('b');"),
      { a: true, b: false },
    ],
    [
      'counts a stub in comments as attempted',
      withAnswers("// todo('a');", "todo('b');"),
      { a: true, b: false },
    ],
    [
      'in a unit, counts a task as attempted if its stub is gone',
      'function f(x: number) { one(); middle(x); todo("b"); }',
      { a: true, b: false },
    ],
    ['of an empty cell, counts all as attempted', '', { a: true, b: true }],
  ])('%s', (_, source, attempted) => {
    expect(attemptedIn(source, two)).toEqual(attempted);
  });

  test.each([
    ['a changed name', withAnswers('one();', 'two();').replace('loss: number', 'x: number')],
    ['a changed number', withAnswers('one();', 'two();').replace('before = 1', 'before = 2')],
    ['a removed line', withAnswers('one();', 'two();').replace('middle(loss);', '')],
    ['an answer put between given lines', withAnswers('', 'two();').replace('function', 'one();\nfunction')],
    ['another text in quotes', withAnswers('one();', 'two();').replace('1', "'1'")],
  ])('takes a cell with %s as a unit', (_, source) => {
    expect(findAnswers(source, two).kind).toBe('unit');
  });

  test.each([
    ['at the top level', '\nfunction', '\nlet x;\nfunction'],
    ['as a block', '\nfunction', '\nfor (const i of [1]) { console.log(i); }\nfunction'],
    ['like a given one', 'function', 'const after = 1;\nfunction'],
  ])('finds the answers where a statement was put between given lines, %s', (_, line, withMore) => {
    const source = withAnswers('one();', "todo('b');").replace(line, withMore);
    expect(answersIn(source, two)).toEqual({ a: 'one();', b: "todo('b');" });
    expect(attemptedIn(source, two)).toEqual({ a: true, b: false });
    expect(answerRange(source, two)).toEqual({ start: 0, end: source.length });
    expect(texts(replaceAnswers(source, two, new Map([['a', 'right(1);']])))).toEqual(
      texts(source.replace('one();', 'right(1);')),
    );
  });

  test('finds the answers of an exercise with a print before any of its lines', () => {
    let count = 0;
    for (const cell of answerCells) {
      const solution = solutionNotebook(one).cells.find(({ id }) => id === cell.id)!.source;
      const lines = solution.split('\n');
      for (const at of lines.keys()) {
        if (!/[;{}]$/.test(lines[at - 1] ?? '') || !/^\s+(this|const|if|return|await|set)/.test(lines[at]!))
          continue;
        const printing = [...lines.slice(0, at), 'console.log(`${1}`, [2]);', ...lines.slice(at)].join('\n');
        count++;
        const answers = answersIn(printing, cell);
        expect(answers, printing).toBeDefined();
        for (const { task, answer } of cell.regions)
          expect(texts(answers![task]!.replace('console.log(`${1}`, [2]);', ''))).toEqual(texts(answer));
      }
    }
    expect(count).toBeGreaterThan(10);
  });

  test('leaves code before and after the given lines out of the answers', () => {
    const source = `import x from 'x';\n${withAnswers('one();', "todo('b');")}\nf(1); // try\nconsole.log({});`;
    expect(answersIn(source, two)).toEqual({ a: 'one();', b: "todo('b');" });
    expect(attemptedIn(source, two)).toEqual({ a: true, b: false });
    const found = findAnswers(source, two);
    expect(found.kind === 'separable' && source.slice(found.extent.start, found.extent.end)).toBe(
      withAnswers('one();', "todo('b');").trim(),
    );
  });

  test('tells answers apart by a comment where no code stands between them', () => {
    const [cell] = exerciseFrom(
      "// %% id=\"c\"\n// First\n// @FILL begin a\nr();\n// @FILL stub\n// todo('a');\n// @FILL end\n// Then the second\n// @FILL begin b\nr();\n// @FILL stub\n// todo('b');\n// @FILL end",
    ).cells;
    expect(attemptedIn(cell!.starterSource, cell!)).toEqual({ a: false, b: false });
    expect(answersIn('one();\none();\n//   Then the second\ntwo();', cell!)).toEqual({
      a: 'one();\none();',
      b: 'two();',
    });
    expect(findAnswers('one();\ntwo();', cell!).kind).toBe('unit');
  });

  test('finds answers beside a given template of several lines, with Windows line ends', () => {
    const [cell] = exerciseFrom(
      '// %% id="c"\nconst text = `one\ntwo ${1}\nthree`;\n// @FILL begin a\nr();\n// @FILL stub\n// todo(\'a\');\n// @FILL end',
    ).cells;
    expect(attemptedIn(cell!.starterSource.replaceAll('\n', '\r\n'), cell!)).toEqual({ a: false });
    expect(findAnswers(cell!.starterSource.replace('two', 'zwei'), cell!).kind).toBe('unit');
  });

  test('finds answers that are properties, with and without commas at the end', () => {
    const [cell] = exerciseFrom(
      '// %% id="c"\nf({\n  a: 1,\n  // @FILL begin a\n  b: 2,\n  // @FILL stub\n  // b: todo(\'a\'),\n  // @FILL end\n});',
    ).cells;
    expect(attemptedIn("f({ a: 1, b: todo('a') })", cell!)).toEqual({ a: false });
    expect(answersIn('f({ a: 1, b: 3, c: 4 });', cell!)).toEqual({ a: 'b: 3, c: 4' });
  });

  test('reads answers of 10 000 tokens, and hostile ones', () => {
    const long = 'a(1, [2], { b: 3 });\n'.repeat(1000);
    expect(findAnswers(withAnswers(long, long), two).kind).toBe('separable');
    findAnswers(withAnswers('middle(loss);'.repeat(20_000), 'middle(loss);'.repeat(20_000)), two);
    findAnswers('}'.repeat(200_000), two);
    findAnswers('`${'.repeat(100_000), two);
    findAnswers('('.repeat(200_000), two);
    findAnswers('/('.repeat(200_000), two);
    expect(findAnswers('\\u{'.repeat(80_000), two).kind).toBe('unit');
  });

  test('never throws (property)', () => {
    const piece = fc.constantFrom(
      '`',
      '${',
      '}',
      '{',
      '(',
      ')',
      '/',
      "'",
      '"',
      '\n',
      '\\',
      '//',
      '/*',
      '*/',
      'x',
      '=>',
      ' ',
      '<',
      '#',
      '\u2028',
      '\ud800',
      '<<<<<<< ',
      ...texts(two.starterSource),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void findAnswers(pieces.join(''), two)),
      { numRuns: 500 },
    );
  });
});

describe('written answers', () => {
  const [cell] = exerciseFrom('// %% [markdown] id="w"\n// <!-- @ANSWER why -->\n// Because.').cells;
  test.each([
    ['*Enter your answer in this cell*', false],
    ['_Enter your  answer in this cell_\n', false],
    ['', false],
    [' \n', false],
    ['Since', true],
    ['*Enter your answer in this cell* So.', true],
  ])('%j: attempted %s', (source, attempted) => {
    expect(attemptedIn(source, cell!)).toEqual({ why: attempted });
    expect(answersIn(source, cell!)).toEqual({ why: source });
  });
});

/** Statements, whole ones only. */
const answer = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'x = 1;',
        'if (a) { b(); } else { c(); }',
        'const q = `a${`}`}`;',
        'f((y) => y / 2);',
        '// note',
        'const r = /[}"]/g;',
        'function h() { return { a: [1] }; }',
        "s('}');",
        'x = 1',
        ';[a, b] = [b, a]',
      ),
      fc.string({ unit: fc.constantFrom('a', ' ', '1', '+') }).map((text) => `t(${JSON.stringify(text)});`),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((lines) => lines.join('\n'));

describe('replaceAnswers()', () => {
  test('finds answers again that were put in (property)', () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        const exercise = { slug: 'x', title: '', version: '1', cells: [two] };
        const { source } = fillNotebook(
          exercise,
          'starter',
          new Map([
            ['a', a],
            ['b', b],
          ]),
        ).cells[0]!;
        const found = answersIn(source, two)!;
        expect(texts(found.a!)).toEqual(texts(a));
        expect(texts(found.b!)).toEqual(texts(b));
      }),
    );
  });

  test('replaces one answer and leaves all other tokens (property)', () => {
    fc.assert(
      fc.property(answer, answer, (a, b) => {
        expect(texts(replaceAnswers(withAnswers(a, b), two, new Map([['a', 'right(1);']])))).toEqual(
          texts(withAnswers('right(1);', b)),
        );
        expect(texts(replaceAnswers(withAnswers(a, b), two, new Map([['b', '[x] = y;']])))).toEqual(
          texts(withAnswers(a, '[x] = y;')),
        );
        expect(
          texts(
            replaceAnswers(
              withAnswers(a, b),
              two,
              new Map([
                ['a', 'right(1);'],
                ['b', 'right(2);'],
              ]),
            ),
          ),
        ).toEqual(texts(withAnswers('right(1);', 'right(2);')));
      }),
    );
  });

  test('gives the solution when all tasks of the first exercise are replaced one by one', () => {
    for (const cell of answerCells) {
      let { starterSource: source } = cell;
      for (const { task, answer: reference } of cell.regions)
        source = replaceAnswers(source, cell, new Map([[task, reference]]));
      expect(texts(source)).toEqual(
        texts(solutionNotebook(one).cells.find(({ id }) => id === cell.id)!.source),
      );
    }
  });

  test('keeps the semicolon of the line before', () => {
    expect(replaceAnswers(withAnswers('one();', 'two();'), two, new Map([['b', '[x] = y;']]))).toContain(
      'middle(loss);\n[x] = y;',
    );
  });

  test('ends statements where a formatter has dropped the semicolon and the next line begins with a bracket', () => {
    const [cell] = exerciseFrom(
      "// %% id=\"c\"\nfirst();\n// @FILL begin a\n[x, y] = [y, x];\n// @FILL stub\n// todo('a');\n// @FILL end\n[p, q] = [q, p];\n// @FILL begin b\nz();\n// @FILL stub\n// todo('b');\n// @FILL end",
    ).cells;
    const submitted = 'first()\nmine()\n;[p, q] = [q, p]\nother()';
    const replaced = (answer: string) => replaceAnswers(submitted, cell!, new Map([['a', answer]]));
    expect(replaced('[x, y] = [y, x];')).toBe('first()\n;[x, y] = [y, x];\n[p, q] = [q, p]\nother()');
    expect(replaced('(() => {})() // so')).toBe('first()\n;(() => {})() // so\n;\n[p, q] = [q, p]\nother()');
    expect(replaced('right()')).toBe('first()\nright()\n;\n[p, q] = [q, p]\nother()');
    expect(findAnswers(replaced('[x, y] = [y, x]'), cell!).kind).toBe('separable');
    const withSemicolons = 'first(); // one\nmine();\n[p, q] = [q, p];\nother();';
    expect(replaceAnswers(withSemicolons, cell!, new Map([['a', '[x, y] = [y, x];']]))).toBe(
      'first();\n[x, y] = [y, x];\n[p, q] = [q, p];\nother();',
    );
  });

  test('ends the statement of an answer above a comment, too', () => {
    const [cell] = exerciseFrom(
      "// %% id=\"c\"\nf();\n// @FILL begin a\nr();\n// @FILL stub\n// todo('a');\n// @FILL end\n// Then\n// @FILL begin b\nr(2);\n// @FILL stub\n// todo('b');\n// @FILL end\nend();",
    ).cells;
    expect(replaceAnswers('f()\none()\n// Then\ntwo()\nend()', cell!, new Map([['b', '[x] = y;']]))).toBe(
      'f()\none()\n// Then\n;[x] = y;\nend()',
    );
  });

  test('puts a unit back as released, with the answers that are given', () => {
    const source = replaceAnswers(
      'something else',
      two,
      new Map([
        ['a', 'right(1);'],
        ['b', 'right(2);'],
      ]),
    );
    expect(texts(source)).toEqual(texts(withAnswers('right(1);', 'right(2);')));
  });

  test('drops code around the given lines only when the whole cell is replaced', () => {
    const source = `${withAnswers('one();', 'two();')}\nextra();`;
    expect(replaceAnswers(source, two, new Map([['a', 'right(1);']]))).toContain('extra');
    expect(
      replaceAnswers(
        source,
        two,
        new Map([
          ['a', 'right(1);'],
          ['b', 'right(2);'],
        ]),
      ),
    ).not.toContain('extra');
  });

  test('leaves everything as it is without replacements', () => {
    const source = cellOf('fit').starterSource;
    expect(replaceAnswers(source, cellOf('fit'), new Map())).toBe(source);
  });
});
