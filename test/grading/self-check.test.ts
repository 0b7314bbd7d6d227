import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkReport } from '../../dist/grading/self-check/check-report.js';
import { solutionNotebook, starterNotebook } from '../../dist/notebook/index.js';
import { Session, workplaceFor } from '../../dist/session/index.js';
import { cell, compiler, exercise, grade, messageOf, submission } from './exercise-one.js';

afterAll(() => compiler.close());

const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));

/** Runs cells as a student's notebook does; returns what the last one showed. */
async function shownBy(cells: { id: string | undefined; source: string }[]): Promise<string> {
  let shown = '';
  const session = await Session.start({
    workplace: workplaceFor(notebooks, { root: notebooks }),
    cwd: notebooks,
    compiler,
    env: { GRADLAB_DATA: 'synthetic:600', GRADLAB_BACKEND: 'wasm', GRADLAB_PLOTLY: 'none' },
    onOutput: (event) => {
      if (event.type === 'display') shown += `${String(event.bundle['text/plain'])}\n`;
    },
  });
  try {
    for (const [at, { id, source }] of cells.entries()) {
      shown = '';
      const outcome = await session.execute(id ?? `cell-${at}`, source);
      if (outcome.status !== 'ok' && at === cells.length - 1)
        return outcome.status === 'error'
          ? `${outcome.error.name}: ${outcome.error.message}`
          : outcome.status;
    }
    return shown;
  } finally {
    await session.close();
  }
}

const given = (ids: string[]) =>
  starterNotebook(exercise.document).cells.filter(({ id }) => ids.includes(id!));
const solved = (ids: string[]) =>
  solutionNotebook(exercise.document).cells.filter(({ id }) => ids.includes(id!));

describe('check() in a notebook', () => {
  it('says that a task is not filled yet, and nothing worse', async () => {
    const shown = await shownBy([
      ...given(['setup', 'finder']),
      { id: 'mine', source: "await check('lr-factor')" },
    ]);
    expect(shown).toMatch(
      /^lr-factor: .*\. Not filled yet: the line with todo\('lr-factor'\) is still there\n {2}· /,
    );
  });

  it('names what it wanted to call, where that is no function', async () => {
    const shown = await shownBy([
      ...given(['setup']),
      { id: 'plot', source: 'const plotLearningRate: any = 5;' },
      { id: 'mine', source: "await check('best-lr')" },
    ]);
    expect(shown).toContain('TypeError: plotLearningRate is not a function');
  });

  it('passes what the grader passes', async () => {
    const shown = await shownBy([
      ...solved(['setup', 'finder']),
      { id: 'mine', source: "await check('lr-factor')" },
    ]);
    expect(shown).toMatch(/^lr-factor: .*\. All 2 checks pass\n {2}✓ /);
  });

  it.each([
    ['pass', 'warmup: Warm up. The check passes'],
    ['fail', 'warmup: Warm up. The check does not pass yet'],
  ] as const)('speaks of a single check as one: %s', (status, words) => {
    const results = [{ status, title: 'The rates', message: 'Got 1', hint: 'Count steps' }] as never;
    const { 'text/plain': text } = checkReport([{ id: 'warmup', title: 'Warm up', results }]);
    expect(String(text).split('\n')[0]).toBe(words);
  });

  it('gives a student the very message of the grader, with the hint', async () => {
    const wrong = 'this.lrFactor = (maxLr / minLr) ** (1 / (steps - 1));';
    const finder = cell(solutionNotebook(exercise.document), 'finder').source.replace(
      /this\.lrFactor = [^;]+;/,
      wrong,
    );
    const shown = await shownBy([
      ...given(['setup']),
      { id: 'finder', source: finder },
      { id: 'mine', source: "await check('lr-factor')" },
    ]);
    const graded = await grade(submission({ 'lr-factor': wrong }));
    const { message, hint } = graded.checks.find(({ id }) => id === 'lr-factor/four-steps')!;
    expect(message).toBe(messageOf(graded, 'lr-factor/four-steps'));
    expect(shown).toContain(`      ${message}\n      Hint: ${hint}`);
  });

  const solvedFinder = () => solved(['finder'])[0]!.source;
  const check = { id: 'mine', source: "await check('lr-factor')" };

  it.each([
    ['does not compile', (source: string) => source.replace('this.lrFactor = ', "this.lrFactor = 'a' + ")],
    ['has a syntax error', (source: string) => source.replace('this.lrFactor = ', 'this.lrFactor = (')],
    ['stops before its declaration', (source: string) => `throw new Error('stop');\n${source}`],
  ])('looks at no earlier version of a cell that %s', async (_what, broken) => {
    const cells = [
      ...given(['setup']),
      { id: '[1]', source: solvedFinder() },
      { id: '[2]', source: broken(solvedFinder()) },
    ];
    expect(await shownBy([...cells, check])).toMatch(
      /^lr-factor: [^\n]*\. Not checked\. The cell with LearningRateFinder has an error [^\n]*\n {2}· [^\n]*\n {2}· [^\n]*\n$/,
    );
    expect(await shownBy([...cells, { id: '[3]', source: solvedFinder() }, check])).toContain(
      'All 2 checks pass',
    );
  });

  it('asks for a cell that has not run', async () => {
    expect(await shownBy([...given(['setup']), check])).toContain(
      'Not checked. LearningRateFinder is not there yet: run the cell that declares it\n  · four steps lead',
    );
  });

  it('names the other task that a check waits for', async () => {
    const function_ = cell(starterNotebook(exercise.document), 'find-learning-rate').source.replace(
      "todo('compile');",
      "model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });",
    );
    const cells = [...solved(['setup', 'finder']), { id: '[3]', source: function_ }];
    const shown = await shownBy([...cells, { id: 'mine', source: "await check('compile')" }]);
    expect(shown).toMatch(/ {2}· the loss is .*\n {6}The task "fit" is not filled yet\n/);
  });

  it('says once, and where, what several checks run into', async () => {
    const throwing = solvedFinder().replace('this.lrFactor = ', "throw new Error('Oh'); this.lrFactor = ");
    const line = throwing.slice(0, throwing.indexOf("'Oh'")).split('\n').length;
    const shown = await shownBy([...given(['setup']), { id: '[7]', source: throwing }, check]);
    expect(shown.match(/threw Error: Oh/g)).toHaveLength(1);
    expect(shown).toContain(`threw Error: Oh (cell [7], line ${line})\n      Hint: `);
    expect(shown).toContain('      The same error\n      Hint: ');
  });

  it('checks all tasks without an argument', async () => {
    const shown = await shownBy([
      ...given(['setup', 'finder', 'find-learning-rate', 'plot-learning-rate']),
      { id: 'mine', source: 'await check()' },
    ]);
    for (const { id } of exercise.settings.tasks) expect(shown).toContain(`${id}: `);
  });

  it('says what is missing, where the cell does not wait', async () => {
    const shown = await shownBy([
      ...given(['setup', 'finder']),
      {
        id: 'mine',
        source: `const running = check('lr-factor');
          require('gradlab').display({ 'text/plain': require('node:util').inspect(running) });
          await running;`,
      },
    ]);
    expect(shown).toMatch(
      /^check\('lr-factor'\) is under way: write await check\('lr-factor'\), so that the cell waits for it\nlr-factor: /,
    );
  });

  it('answers a misspelt task with the nearest', async () => {
    const shown = await shownBy([...given(['setup']), { id: 'mine', source: "await check('lr-facto')" }]);
    expect(shown).toMatch(
      /^RangeError: There is no task "lr-facto", did you mean "lr-factor"\? The tasks are lr-factor, update-lr, compile, fit, best-lr$/,
    );
  });

  it('says where the checks belong if they are missing', async () => {
    const shown = await shownBy([
      { id: 'mine', source: "import { exercise } from 'gradlab'; await exercise('99-missing').check('a');" },
    ]);
    expect(shown).toMatch(
      /^Error: Cannot find the checks of "99-missing": the file checks\/99-missing\.json belongs beside the notebook/,
    );
  });
});
