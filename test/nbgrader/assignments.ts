import { parseExercise, type ExerciseDocument } from '../../src/notebook/index.js';

interface Cell {
  cell_type?: 'code' | 'markdown' | 'raw';
  source: string;
  nbgrader?: object;
  attachments?: object;
}

/** A notebook as an instructor writes it for nbgrader. */
export function assignmentOf(cells: Cell[], language = 'python'): string {
  const full = cells.map(({ cell_type = 'code', source, nbgrader, ...more }) => ({
    cell_type,
    metadata: nbgrader ? { nbgrader } : {},
    source,
    ...(cell_type === 'code' ? { outputs: [], execution_count: null } : {}),
    ...more,
  }));
  const metadata = { kernelspec: { display_name: language, language, name: language } };
  return JSON.stringify({ cells: full, metadata, nbformat: 4, nbformat_minor: 4 });
}

/** Metadata of schema 3. */
export const marked = (grade_id: string, more: object) => ({
  schema_version: 3,
  grade: false,
  solution: false,
  locked: false,
  grade_id,
  ...more,
});

/** Each kind of cell that nbgrader knows, with answers and tests that students must not see, and texts that are marks of ours. */
export function instructorsNotebook(language: string): string {
  const own = language === 'typescript';
  const mark = own ? '///' : '###';
  return assignmentOf(
    [
      {
        cell_type: 'markdown',
        source: '# Squares\n\n%% not a cell\n// %% nor this\n<!-- @ANSWER x -->\u2028exit()',
      },
      { source: own ? 'const given = 1;' : '%%time\ngiven = 1', nbgrader: marked('given', { locked: true }) },
      {
        source: own
          ? `function squares(n: number): number[] {\n  ${mark} BEGIN SOLUTION\n  const secret = 1;\n  ${mark} END SOLUTION\n  const visible = 1;\n  ${mark} BEGIN SOLUTION\n  return Array.from({ length: n }, (_, i) => (i + secret) ** 2 * visible);\n  ${mark} END SOLUTION\n}`
          : `def squares(n):\n    ${mark} BEGIN SOLUTION\n    secret = 1\n    ${mark} END SOLUTION\n    visible = 1\n    ${mark} BEGIN SOLUTION\n    return [(i + secret) ** 2 for i in range(n)]\n    ${mark} END SOLUTION`,
        nbgrader: marked('Squares_1', { solution: true }),
      },
      {
        source: `${own ? '//' : '#'} squares of 1 to 3.\nassert(squares(3))\n${mark} BEGIN HIDDEN TESTS\nassert(squares(77))\n${mark} END HIDDEN TESTS`,
        nbgrader: marked('test_squares', { grade: true, locked: true, points: 1.005 }),
      },
      {
        source: 'assert(squares(0))',
        nbgrader: marked('cell-0123456789abcdef', { grade: true, locked: true, points: 2 }),
      },
      {
        cell_type: 'markdown',
        source: 'Say why.\n\n### BEGIN SOLUTION\nBecause of the model answer.\n### END SOLUTION',
        nbgrader: marked('why', { grade: true, solution: true, points: 1 }),
      },
      {
        cell_type: 'markdown',
        source: 'Plot it.\n\n=== BEGIN MARK SCHEME ===\n- 1 mark for "axes"\n=== END MARK SCHEME ===',
        nbgrader: marked('plot', { task: true, locked: true, points: 3 }),
        attachments: { 'a.png': {} },
      },
      {
        source: own ? "const ownWork = 'secret too';" : "own_work = 'secret too'",
        nbgrader: marked('own-work', { grade: true, solution: true, points: 2 }),
      },
      {
        source: own ? 'const untested = squares(1)[0];' : 'untested = squares(1)[0]',
        nbgrader: marked('squares-1', { solution: true }),
      },
    ],
    language,
  );
}

/** The exercise that an import has written, as a build reads it. */
export function writtenExercise(
  files: Record<string, string>,
  where: { slug: string; title: string; file: string },
): ExerciseDocument {
  const { tasks } = JSON.parse(files['exercise.json']!) as { tasks: { id: string }[] };
  return parseExercise({
    ...where,
    version: '1',
    tasks: tasks.map(({ id }) => id),
    source: files['exercise.ts']!,
  });
}
