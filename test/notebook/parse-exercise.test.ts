import { describe, expect, test } from 'vitest';
import {
  ExerciseError,
  parseExercise,
  parsePercent,
  serializeNotebook,
  solutionNotebook,
  starterNotebook,
} from '../../src/notebook/index.js';
import { exerciseFrom, exerciseOne } from './exercise-one.js';

/** A file with these cells' lines, and what is wrong with it. */
function problemsOf(source: string, tasks: string[] = ['a']): string[] {
  try {
    parseExercise({ slug: 'ex', title: 'Ex', version: '1', tasks, source, file: 'ex.ts' });
  } catch (error) {
    expect(error).toBeInstanceOf(ExerciseError);
    return (error as ExerciseError).message.split('\n');
  }
  return [];
}

const region = (task: string, indent = '') => [
  `${indent}// @FILL begin ${task}`,
  `${indent}right();`,
  `${indent}// @FILL stub`,
  `${indent}// todo('${task}');`,
  `${indent}// @FILL end`,
];
const file = (...lines: (string | string[])[]) => lines.flat().join('\n');
const good = file('// %% id="c"', 'before();', region('a'), 'after();');

describe('parseExercise() throws ExerciseError, with file, line and cell,', () => {
  test.each<[string, string, string[], string[]?]>([
    [
      'there are no cells',
      'const a = 1;',
      [
        'ex.ts: The task "a" of exercise.json has no region: // @FILL begin a',
        'ex.ts: There are no cells: begin each with a line // %%',
      ],
    ],
    [
      'code stands before the first cell',
      file('', 'early();', good),
      ['ex.ts:2: This stands before the first cell: begin each cell with a line // %%'],
    ],
    [
      'a region has no end',
      file('// %% id="c"', 'x();', region('a').slice(0, 4)),
      ['ex.ts:3 (cell c): The region of "a" has no end: write // @FILL end'],
    ],
    [
      'an end has no begin',
      file('// %% id="c"', region('a'), '// @FILL end'),
      ['ex.ts:7 (cell c): This end belongs to no region: // @FILL begin <task> is missing'],
    ],
    [
      'a stub has no begin',
      file('// %% id="c"', '// @FILL stub', region('a')),
      ['ex.ts:2 (cell c): This stub belongs to no region: // @FILL begin <task> is missing'],
    ],
    [
      'regions are nested',
      file(
        '// %% id="c"',
        '// @FILL begin a',
        'x();',
        '// @FILL stub',
        '// y();',
        region('b'),
        '// @FILL end',
      ),
      [
        'ex.ts:6 (cell c): This region begins inside the region of "a": end that one first',
        'ex.ts:6 (cell c): No code stands before the region of "b" to tell it from the one above: put a statement or a comment of its own between them',
      ],
      ['a', 'b'],
    ],
    [
      'a task is unknown',
      file(good, region('b')),
      ['ex.ts:9 (cell c): The task "b" is not in exercise.json: its tasks are a'],
    ],
    [
      'a task stands twice',
      file(good, region('a')),
      ['ex.ts:9 (cell c): The task "a" has a region already, on line 3'],
    ],
    [
      'a task is not named',
      file(good, '// @FILL begin', '// @FILL stub', '// @FILL end'),
      [
        'ex.ts:9 (cell c): Name the task: // @FILL begin <task>',
        'ex.ts:9 (cell c): The task "" is not in exercise.json: its tasks are a',
      ],
    ],
    [
      'a stub is its own answer',
      file('// %% id="c"', '// @FILL begin a', "f('x');", '// @FILL stub', '// f("x") // ?', '// @FILL end'),
      ['ex.ts:2 (cell c): The stub of "a" is its answer: the starter would show it'],
    ],
    [
      'a stub is missing',
      file('// %% id="c"', '// @FILL begin a', 'x();', '// @FILL end'),
      [
        'ex.ts:4 (cell c): The region of "a" has no stub: write // @FILL stub and what the starter has instead',
      ],
    ],
    [
      'a stub stands twice',
      file('// %% id="c"', region('a').slice(0, 4), '// @FILL stub', '// @FILL end'),
      ['ex.ts:6 (cell c): The region of "a" has a stub already'],
    ],
    [
      'a stub is not in comments',
      file('// %% id="c"', '// @FILL begin a', '// @FILL stub', 'todo();', '// @FILL end'),
      ['ex.ts:4 (cell c): A line of a stub stands in a comment: begin it with //'],
    ],
    [
      'the stub stands on the line of the mark',
      file('// %% id="c"', '// @FILL begin a', '// @FILL stub todo();', '// @FILL end'),
      ['ex.ts:3 (cell c): Write the stub on the lines after // @FILL stub'],
    ],
    [
      'an end names another task',
      file('// %% id="c"', region('a').slice(0, 4), '// @FILL end b'),
      ['ex.ts:6 (cell c): This is the end of "a", not of "b"'],
    ],
    [
      'a mark is misspelt',
      file(good, '//@FILL begin b', '// @fill end'),
      [
        'ex.ts:9 (cell c): Cannot read this mark: write // @FILL begin <task>, // @FILL stub or // @FILL end on a line of its own',
        'ex.ts:10 (cell c): Cannot read this mark: write // @FILL begin <task>, // @FILL stub or // @FILL end on a line of its own',
      ],
    ],
    [
      'an answer contains a mark',
      file('// %% id="c"', '// @FILL begin a', 'x(); // @FILL', '// @FILL stub', '// @FILL end'),
      [
        'ex.ts:3 (cell c): Cannot read this mark: write // @FILL begin <task>, // @FILL stub or // @FILL end on a line of its own',
      ],
    ],
    [
      '@SHOW is not the first line',
      file(good, '// %% id="d"', 'x();', '// @SHOW'),
      ['ex.ts:11 (cell d): // @SHOW must be the first line of its cell'],
    ],
    [
      '@SHOW stands twice',
      file(good, '// %% id="d"', '// @SHOW', 'x();', '  // @SHOW'),
      ['ex.ts:12 (cell d): // @SHOW must be the first line of its cell'],
    ],
    [
      '@SHOW has something after it',
      file(good, '// %% id="d"', '// @SHOW me'),
      [
        'ex.ts:10 (cell d): Cannot read this mark: write // @FILL begin <task>, // @FILL stub or // @FILL end on a line of its own',
      ],
    ],
    [
      'a cell with @SHOW holds a region',
      file('// %% id="c"', '// @SHOW', 'x();', region('a')),
      ['ex.ts:4 (cell c): A cell with // @SHOW is given code: it cannot hold a region'],
    ],
    [
      'a task has no region',
      good,
      ['ex.ts: The task "b" of exercise.json has no region: // @FILL begin b'],
      ['a', 'b'],
    ],
    [
      'an id stands twice',
      file(good, '// %% id="d"', '// %% [markdown] id="c"'),
      ['ex.ts:10 (cell c): The cell id "c" stands twice: line 1 has it too'],
    ],
    [
      'an id is bad',
      file(good, '// %% id="two words"'),
      ['ex.ts:9 (cell two words): A cell id has 1 to 64 letters, digits, hyphens and underscores'],
    ],
    [
      'an option is unknown',
      file(good, '// %% id="d" tag="x"'),
      ['ex.ts:9 (cell d): Cells have no option "tag", only id and tags'],
    ],
    [
      'an option cannot be read',
      file(good, "// %% id='d'"),
      ['ex.ts:9: Write options as in // %% id="setup" tags=["experiment"]'],
    ],
    [
      'tags are no list',
      file(good, '// %% id="d" tags="experiment"'),
      ['ex.ts:9 (cell d): Write tags as in tags=["experiment"]'],
    ],
    [
      'a header is indented or has no space',
      file(good, '  // %%', '//%%'),
      [
        'ex.ts:9: A cell begins with // %% at the very left, and a space after it',
        'ex.ts:10: A cell begins with // %% at the very left, and a space after it',
      ],
    ],
    [
      'a line of a markdown cell is code',
      file(good, '// %% [markdown] id="m"', '', '// Text', 'secret();'),
      ['ex.ts:12: A line of a markdown cell begins with //'],
    ],
    [
      'a written answer is marked late',
      file(good, '// %% [markdown] id="m"', '// Why?', '// <!-- @ANSWER b -->'),
      [
        'ex.ts:11 (cell m): Cannot read this mark: a written answer begins with <!-- @ANSWER <task> --> on the first line of its cell',
      ],
    ],
    [
      'markdown holds a region',
      file(good, '// %% [markdown] id="m"', '// // @FILL begin b'),
      [
        'ex.ts:10 (cell m): Cannot read this mark: a written answer begins with <!-- @ANSWER <task> --> on the first line of its cell',
      ],
    ],
    [
      'nothing stands between two regions',
      file('// %% id="c"', region('a'), '', region('b')),
      [
        'ex.ts:8 (cell c): No code stands before the region of "b" to tell it from the one above: put a statement or a comment of its own between them',
      ],
      ['a', 'b'],
    ],
    [
      'the comment between two regions stands elsewhere, too',
      file('// %% id="c"', '// Next', region('a'), '//  Next', region('b')),
      [
        'ex.ts:9 (cell c): No code stands before the region of "b" to tell it from the one above: put a statement or a comment of its own between them',
      ],
      ['a', 'b'],
    ],
  ])('when %s', (_, source, messages, tasks) => {
    expect(problemsOf(source, tasks)).toEqual(messages);
  });

  test('with all problems at once, in the order of the file', () => {
    const problems = problemsOf(
      file(
        'x();',
        '// %% id="c"',
        '// @FILL begin b',
        'x();',
        '// %% id="c"',
        '// @SHOW',
        region('c'),
        "// %% id='d'",
      ),
      ['a'],
    );
    expect(problems.map((problem) => /^ex\.ts(?::(\d+))?/.exec(problem)![1])).toEqual([
      '1',
      '3',
      '3',
      '5',
      '7',
      '7',
      '12',
      undefined,
    ]);
  });

  test('when lines end as on Windows: with the same lines', () => {
    const source = file(good, '// %% id="d"', 'x();', '// @SHOW');
    expect(problemsOf(`\uFEFF${source.replaceAll('\n', '\r\n')}`)).toEqual(problemsOf(source));
  });
});

describe('parseExercise()', () => {
  const source = file(
    '// %% [markdown] id="text"',
    '// # Title',
    '//',
    '// More',
    '',
    '// %% id="nested" tags=["slow", "experiment"]',
    'class A {',
    '\tm() {',
    region('a', '\t\t'),
    '\t}',
    '}',
    '',
    '// %% [markdown] id="why"',
    '// <!-- @ANSWER why -->',
    '// Because it is.',
    '//',
    '// Really.',
    '',
    '// %% id="given"',
    '// @SHOW',
    '',
    'run();',
    '',
  );
  const document = exerciseFrom(source);
  const sources = (notebook: ReturnType<typeof starterNotebook>) =>
    notebook.cells.map(({ source: text }) => text);

  test('builds the starter: stubs at the indentation of their regions', () => {
    expect(sources(starterNotebook(document))).toEqual([
      '# Title\n\nMore',
      "class A {\n\tm() {\n\t\t// TODO: Replace with your code (fill)\n\t\ttodo('a');\n\t}\n}",
      '*Enter your answer in this cell*',
      '\nrun();',
    ]);
  });

  test('builds the solution', () => {
    expect(sources(solutionNotebook(document))).toEqual([
      '# Title\n\nMore',
      'class A {\n\tm() {\n\t\tright();\n\t}\n}',
      'Because it is.\n\nReally.',
      '\nrun();',
    ]);
  });

  test('marks given and answer cells in their metadata', () => {
    expect(starterNotebook(document).cells.map(({ metadata }) => metadata)).toEqual([
      {},
      { gradlab: { role: 'answer', tasks: ['a'] }, tags: ['slow', 'experiment'] },
      { gradlab: { role: 'answer', tasks: ['why'] } },
      { deletable: false, editable: false, gradlab: { role: 'given' } },
    ]);
  });

  test('keeps deeper lines of answers and stubs in nested blocks', () => {
    const { cells } = exerciseFrom(
      file(
        '// %%',
        'f(() => {',
        '  // @FILL begin a',
        '  if (x) {',
        '    y();',
        '  }',
        '  // @FILL stub',
        '  // if (x) {',
        '  //   todo();',
        '  // }',
        '  // @FILL end',
        '});',
      ),
    );
    expect(cells[0]!.starterSource).toBe(
      'f(() => {\n  // TODO: Replace with your code (fill)\n  if (x) {\n    todo();\n  }\n});',
    );
  });

  test('derives ids from the slug and the first task, or the place', () => {
    const { cells } = exerciseFrom(
      file(
        '// %%',
        'x();',
        '// %%',
        'x();',
        region('a'),
        'y();',
        region('b'),
        '// %% [md]',
        '// <!-- @ANSWER why -->',
      ),
    );
    expect(cells.map(({ id }) => id)).toEqual(['ex-1', 'ex-a', 'ex-why']);
  });

  test('leaves no mark in starter or solution of the first exercise', () => {
    for (const build of [starterNotebook, solutionNotebook])
      expect(serializeNotebook(build(exerciseOne()))).not.toMatch(/@(FILL|SHOW|ANSWER)/i);
  });

  test('leaves no reference in the starter of the first exercise', () => {
    const starter = serializeNotebook(starterNotebook(exerciseOne()));
    for (const region of exerciseOne().cells.flatMap(({ regions }) => regions))
      expect(starter).not.toContain(region.answer.trim());
  });
});

describe('parsePercent()', () => {
  test('reads kinds, options and lines', () => {
    expect(
      parsePercent('// %%\n\n\na();\n\n// %% Title [md] id=bare\n//x\n// y\n//\n// %% [raw]\n// z'),
    ).toEqual([
      { kind: 'code', options: {}, source: 'a();', line: 1, sourceLine: 4 },
      { kind: 'markdown', options: { id: 'bare' }, source: 'x\ny', line: 6, sourceLine: 7 },
      { kind: 'raw', options: {}, source: 'z', line: 10, sourceLine: 11 },
    ]);
  });

  test('passes over the header that jupytext writes', () => {
    const header = '// ---\n// jupyter:\n//   jupytext:\n//     formats: ipynb,ts:percent\n// ---\n\n';
    const problems: unknown[] = [];
    const cells = parsePercent(`${header}// %% id="c"\nx();`, (problem) => problems.push(problem));
    expect({ cells, problems }).toMatchObject({ cells: [{ source: 'x();', line: 7 }], problems: [] });
    parsePercent(`${header}early();\n// %%\nx();`, (problem) => problems.push(problem));
    parsePercent('// ---\nearly();\n// %%\n// ---', (problem) => problems.push(problem));
    expect(problems).toMatchObject([{ line: 7 }, { line: 1 }]);
  });

  test('leaves %% within lines alone', () => {
    expect(parsePercent('// %%\nconst a = "// %%";\n// %%% no\nb % c;')).toHaveLength(1);
  });
});
