import { describe, expect, it } from 'vitest';
import { parseNotebook, solutionNotebook, starterNotebook } from '../../src/notebook/index.js';
import { importAssignment } from '../../src/nbgrader/index.js';
import { assignmentOf, instructorsNotebook, marked, writtenExercise } from './assignments.js';

const imported = (notebook: string) =>
  importAssignment(parseNotebook(notebook), { slug: '05-squares', title: 'Squares', file: 'a.ipynb' });

/** The notebooks that an import builds, as texts by cell. */
function built({ files }: ReturnType<typeof imported>) {
  const document = writtenExercise(files, { slug: '05-squares', title: 'Squares', file: 'exercise.ts' });
  const texts = (notebook: { cells: { id: string | undefined; source: string }[] }) =>
    Object.fromEntries(notebook.cells.map(({ id, source }) => [id, source]));
  return { starter: texts(starterNotebook(document)), solution: texts(solutionNotebook(document)) };
}

describe('an assignment of nbgrader', () => {
  const python = imported(instructorsNotebook('python'));
  const { starter, solution } = built(python);

  it('becomes tasks and rows with its points, titles and marking guides; its tests stand in comments above theirs', () => {
    expect((JSON.parse(python.files['exercise.json']!) as { tasks: object[] }).tasks).toEqual([
      { id: 'squares-1', title: 'Squares 1' },
      { id: 'why', title: 'Why' },
      { id: 'plot', title: 'Plot' },
      { id: 'own-work', title: 'Own work' },
      { id: 'squares-1-2', title: 'Squares 1' },
    ]);
    expect(python.files['grader.ts']!.split('\n').slice(5, -2)).toEqual([
      '  // # squares of 1 to 3.',
      '  // assert(squares(3))',
      '  // Hidden from students, as a check with { ...hidden }:',
      '  // assert(squares(77))',
      '  byHand("squares-1/test-squares", 1, "squares of 1 to 3", "By the tests that stand above this row in grader.ts, until a check() takes its place."),',
      '  // assert(squares(0))',
      '  byHand("squares-1/cell-0123456789abcdef", 2, "Squares 1: test 2", "By the tests that stand above this row in grader.ts, until a check() takes its place."),',
      '  byHand("why/answer", 1, "Why: the answer", "nbgrader has no marking guide: say here what a full answer has."),',
      '  byHand("plot/answer", 3, "Plot: the answer", "- 1 mark for \\"axes\\""),',
      '  byHand("own-work/answer", 2, "Own work: the answer", "nbgrader has no marking guide: say here what a full answer has."),',
      '  byHand("squares-1-2/answer", 0, "Squares 1: the answer", "nbgrader has no marking guide: say here what a full answer has."),',
    ]);
    expect(python.counts).toEqual({ tasks: 5, checks: 6, points: 9 });
  });

  it('keeps Python as comments: given lines in the starter, the answer in the solution alone', () => {
    expect(starter['Squares_1']).toBe(
      "// def squares(n):\n// TODO: Replace with your code (fill)\ntodo('squares-1');\n//     visible = 1\ntodo('squares-1');",
    );
    expect(solution['Squares_1']).toBe(
      '// def squares(n):\n//     secret = 1\n//     visible = 1\n//     return [(i + secret) ** 2 for i in range(n)]',
    );
    expect(starter['test_squares']).toBe("await check('squares-1');");
    expect(starter['why']).toBe('*Enter your answer in this cell*');
    expect(starter['why-text']).toBe('Say why.');
    expect(solution['why']).toBe('Because of the model answer.');
    expect(starter['plot-text']).toBe('Plot it.');
    expect(JSON.stringify(starter)).not.toMatch(/secret|77|model answer|axes|assert/);
  });

  it('keeps TypeScript as code', () => {
    const { starter, solution } = built(imported(instructorsNotebook('typescript')));
    expect(starter['Squares_1']).toBe(
      "function squares(n: number): number[] {\n  // TODO: Replace with your code (fill)\n  return todo('squares-1');\n  const visible = 1;\n  return todo('squares-1');\n}",
    );
    expect(solution['Squares_1']).toContain('\n  return Array.from({ length: n }');
    expect(starter['given']).toBe('const given = 1;');
  });

  it('lets no text of a stranger begin a cell, be a mark, or run', () => {
    expect(starter['05-squares-1']).toBe(
      '# Squares\n\n\\%% not a cell\n// \\%% nor this\n<!-- @ ANSWER x -->\nexit()',
    );
    expect(starter['given']).toBe('// \\%%time\n// given = 1');
    const evil = '"""x\u2028process.exit()"""\nassert 1\r\u2029process.exit()';
    const { files } = imported(
      assignmentOf([
        { source: '"); process.exit(); ("', nbgrader: marked('a', { solution: true }) },
        { source: evil, nbgrader: marked('b', { grade: true, points: 1 }) },
      ]),
    );
    for (const line of files['grader.ts']!.split(/[\n\r\u2028\u2029]/))
      expect(line).toMatch(
        /^( {2}\/\/|import \{ byHand|export default|\/\/|\] \}\);| {2}byHand\("[\w/-]+", 1, "(?:[^"\\]|\\.)*", "[^"]*"\),|$)/,
      );
  });

  it('says what is left to do, and what is lost', () => {
    expect(python.leftToDo).toEqual([
      'exercise.ts: the code in python of 4 cells stands in comments: write it in TypeScript',
      'grader.ts: the tests of 2 cells stand in comments above their rows: write them as checks, with probes.ts; until then a row is marked by hand',
      'Without tests and points in nbgrader: squares-1-2',
      'Several solutions in a cell became one answer, from the first to the last: squares-1',
      'Points in hundredths: squares-1/test-squares had 1.005',
      'Pictures attached to a cell are lost: cell 7',
    ]);
    const release = assignmentOf([
      { source: '# YOUR CODE HERE', nbgrader: marked('a', { solution: true, checksum: 'a'.repeat(32) }) },
    ]);
    expect(imported(release).leftToDo[0]).toBe(
      'This is the version for students, without answers: take the one in the folder source/',
    );
    expect(imported(instructorsNotebook('typescript')).leftToDo.join()).not.toContain('stands in comments');
  });

  it('tests without an answer above them are about the first one below', () => {
    const { files } = imported(
      assignmentOf([
        { source: 'assert x', nbgrader: marked('early', { grade: true, points: 1 }) },
        { source: 'x = 1', nbgrader: marked('x', { solution: true }) },
      ]),
    );
    expect(files['grader.ts']).toContain('"x/early"');
  });

  it.each([
    [
      'no metadata',
      [{ source: 'x' }],
      'a.ipynb: No cell has metadata of nbgrader that make it a place for an answer',
    ],
    [
      'every problem',
      [
        { source: '### BEGIN SOLUTION', nbgrader: marked('a', { solution: true }) },
        { source: 'x', nbgrader: marked('a', { grade: true }) },
        { source: '### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS' },
        {
          source: '### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION',
          nbgrader: marked('b', { solution: true }),
        },
        { source: 'x', nbgrader: { ...marked('c', {}), schema_version: 4 } },
        { source: 'x', nbgrader: [] },
        { source: 'x', nbgrader: marked('d', { grade: 'yes' }) },
      ],
      [
        'a.ipynb (cell 1): BEGIN SOLUTION has no END SOLUTION',
        'a.ipynb (cell 2): "a" has no points',
        'a.ipynb (cell 3): BEGIN HIDDEN TESTS stands in a cell that is not for that',
        'a.ipynb (cell 4): BEGIN SOLUTION stands between BEGIN SOLUTION and END SOLUTION',
        "a.ipynb (cell 5): Its metadata are of nbgrader's schema 4: this gradlab knows 3 and earlier",
        'a.ipynb (cell 6): metadata.nbgrader is no object',
        'a.ipynb (cell 7): metadata.nbgrader.grade: Invalid input: expected boolean, received string',
      ].join('\n'),
    ],
    [
      'an id twice',
      [
        { source: 'x', nbgrader: marked('a', { solution: true }) },
        { source: 'x', nbgrader: marked('a', { solution: true }) },
      ],
      'a.ipynb (cell 2): Its grade_id "a" is that of cell 1, too',
    ],
  ])('refuses %s', (_, cells, said) => {
    let told = '';
    try {
      imported(assignmentOf(cells));
    } catch (error) {
      told = String((error as Error).message);
    }
    expect(told).toBe(said);
  });
});
