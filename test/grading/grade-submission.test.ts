import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { codeCell } from '../../dist/notebook/index.js';
import { bubblewrapProblem } from '../../dist/session/index.js';
import {
  cell,
  compiler,
  exercise,
  grade,
  messageOf,
  pointsByTask,
  statuses,
  submission,
} from './exercise-one.js';

afterAll(() => compiler.close());

const problem = await bubblewrapProblem();

const full = { 'lr-factor': 2, 'update-lr': 2, compile: 1, fit: 2, 'best-lr': 3 };

describe('gradeSubmission()', () => {
  it('gives the solution all points and its phases their seconds', async () => {
    const result = await grade(submission({}));
    expect(result).toMatchObject({
      schemaVersion: 1,
      status: 'graded',
      score: 10,
      maxScore: 10,
      pendingScore: 0,
      isolation: 'process',
      restored: [],
    });
    expect(Object.keys(result.seconds!)).toEqual(['restore', 'compile', 'start', 'cells', 'probes']);
  });

  it('gives the starter nothing, and runs nothing', async () => {
    const result = await grade(submission({}, { from: 'starter' }));
    expect(result.score).toBe(0);
    expect(new Set(Object.values(statuses(result)))).toEqual(new Set(['notAttempted']));
    expect(result.seconds!.start).toBe(0);
  });

  it.skipIf(problem !== undefined)('has reference answers in boxes of copies only', async () => {
    // Right where its box consists of copies.
    const bestLr = `const isCopied = /gradlab-\\S+-copies-/.test(require('node:fs').readFileSync('/proc/self/mountinfo', 'utf8'));
      const minLossIdx = losses.indexOf(Math.min(...losses.filter(Number.isFinite)));
      const bestLr = isCopied ? learningRates[minLossIdx]! : 0;`;
    const graded = async (answers: Record<string, string>) =>
      pointsByTask(await grade(submission(answers), { isolation: 'bubblewrap' }));
    const twoMistakes = await graded({ 'lr-factor': 'this.lrFactor = 1;', 'best-lr': bestLr });
    expect(twoMistakes).toEqual({ ...full, 'lr-factor': 0 });
    expect(await graded({ 'best-lr': bestLr })).toEqual({ ...full, 'best-lr': 0 });
  });

  it('runs a submission no more often than its mistakes need', async () => {
    const sessions = vi.spyOn(compiler, 'reset');
    const runs = async (answers: Record<string, string>) => {
      sessions.mockClear();
      const points = pointsByTask(await grade(submission(answers)));
      return { runs: sessions.mock.calls.length, points };
    };
    const factor = { 'lr-factor': 'this.lrFactor = (maxLr / minLr) ** (1 / (steps - 1));' };
    const best = {
      'best-lr':
        'const minLossIdx = losses.indexOf(Math.max(...losses));\nconst bestLr = learningRates[minLossIdx];',
    };
    try {
      expect(await runs({})).toEqual({ runs: 1, points: full });
      // Its neighbours fail for its sake. One more run shows that it is not for theirs, and one that they are right, whatever their number.
      expect(await runs(factor)).toEqual({ runs: 3, points: { ...full, 'lr-factor': 0 } });
      expect(await runs(best)).toEqual({ runs: 1, points: { ...full, 'best-lr': 0 } });
      expect(await runs({ ...factor, ...best })).toEqual({
        runs: 3,
        points: { ...full, 'lr-factor': 0, 'best-lr': 0 },
      });
    } finally {
      sessions.mockRestore();
    }
  });

  it('takes off the points of one mistake and no others', async () => {
    const result = await grade(
      submission({ 'lr-factor': 'this.lrFactor = (maxLr / minLr) ** (1 / (steps - 1));' }),
    );
    expect(pointsByTask(result)).toEqual({ ...full, 'lr-factor': 0 });
    expect(messageOf(result, 'lr-factor/four-steps')).toMatch(
      /^new LearningRateFinder\(.*\)\.lrFactor is 21\.54435, expected 10 \(relative tolerance 1e-6\)$/,
    );
  });

  it('keeps the lists that a public check compared, for a picture, and those of no hidden one', async () => {
    const { checks } = await grade(submission({ 'update-lr': 'const newLr = lr * this.lrFactor * 1.1;' }));
    const withLists = checks.filter(({ series }) => series);
    expect(withLists.map(({ id }) => id)).toContain('update-lr/rates');
    expect(
      withLists.every(
        ({ visibility, run, status }) => visibility === 'public' && run === 'own' && status === 'fail',
      ),
    ).toBe(true);
    const { expected, got } = withLists[0]!.series!;
    expect(expected).toHaveLength(got.length);
    expect(got[0]).toBe(expected[0]);
    expect(got.at(-1)).toBeGreaterThan(expected.at(-1)!);
  });

  it('lets one task be filled before the next: points come one by one', async () => {
    const one = await grade(
      submission({ 'update-lr': 'const newLr = lr * this.lrFactor;' }, { from: 'starter' }),
    );
    expect(pointsByTask(one)).toEqual({ 'lr-factor': 0, 'update-lr': 2, compile: 0, fit: 0, 'best-lr': 0 });
    const other = await grade(
      submission(
        { fit: 'await model.fit(x, y, { batchSize, callbacks: [lrFinder] });' },
        { from: 'starter' },
      ),
    );
    expect(pointsByTask(other)).toEqual({ 'lr-factor': 0, 'update-lr': 0, compile: 0, fit: 2, 'best-lr': 0 });
  });

  it('judges tasks apart where a print was put between given lines, and says so where it cannot', async () => {
    const graded = (given: string, instead: string) =>
      grade(
        submission(
          { 'lr-factor': 'this.lrFactor = (maxLr / minLr) ** (1 / (steps - 1));' },
          {
            edit: (notebook) => {
              const finder = cell(notebook, 'finder');
              expect(finder.source).toContain(given);
              finder.source = finder.source.replace(given, instead);
            },
          },
        ),
      );
    const append = 'this.losses.push(loss);';
    const printing = await graded(append, `${append}\nconsole.log(\`batch with loss \${loss}\`);`);
    expect(pointsByTask(printing)).toEqual({ ...full, 'lr-factor': 0 });
    expect(printing.restored).toEqual([]);
    const changed = await graded(append, 'this.losses = [...this.losses, loss];');
    expect(pointsByTask(changed)).toEqual({ ...full, 'lr-factor': 0, 'update-lr': 0 });
    expect(changed.restored).toEqual([
      { cell: 'finder', what: expect.stringMatching(/^given lines were changed: .* one mistake can cost/) },
    ]);
  });

  it.each([
    [
      'ends the training',
      'if (batch >= 2) {\n      this.model.stopTraining = true;\n      return;\n    }',
      {},
    ],
    [
      'declares what the reference declares',
      'let newLr = lr + this.lrFactor;',
      { 'update-lr': 'newLr = Math.min(newLr, this.maxLr);' },
    ],
  ])(
    'a line between given lines that %s costs the tasks of other cells nothing',
    async (_, line, answers) => {
      const edit = (notebook: Parameters<typeof cell>[0]) => {
        const finder = cell(notebook, 'finder');
        const loss = 'const loss = logs.loss;';
        expect(finder.source).toContain(loss);
        finder.source = finder.source.replace(loss, `${loss}\n    ${line}`);
      };
      const points = pointsByTask(await grade(submission(answers, { edit })));
      expect(points['update-lr']).toBeLessThan(2);
      expect({ ...points, 'update-lr': 2 }).toEqual(full);
    },
  );

  it('takes a function that the student wrote anew in place of its cell', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      const at = notebook.cells.findIndex(({ id }) => id === 'plot-learning-rate');
      const source = `const plotLearningRate = (rates: number[], values: number[]): number => {
        const kept = values.filter(Number.isFinite);
        return rates[values.indexOf(Math.min(...kept))]!;
      };`;
      notebook.cells[at] = codeCell('mine', source);
    };
    expect(pointsByTask(await grade(submission({}, { edit })))).toEqual({ ...full, 'best-lr': 2 });
  });

  it('tells what does not compile in a function that the student wrote anew', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      const at = notebook.cells.findIndex(({ id }) => id === 'plot-learning-rate');
      const source = 'const plotLearningRate = (rates: number[]): number => rates[0].size;';
      notebook.cells.splice(at + 1, 0, codeCell('mine', source));
    };
    const result = await grade(submission({}, { from: 'starter', edit }));
    expect(result.score).toBe(0);
    expect(messageOf(result, 'best-lr/rate')).toBe(
      "The cell does not compile. Line 1, column 64: Property 'size' does not exist on type 'number'. (TS2339)",
    );
  });

  it('says which line with todo() is left', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      const training = cell(notebook, 'find-learning-rate');
      training.source = training.source.replace(/model\.compile\([^;]+;/, "$&\n  todo('compile');");
    };
    const result = await grade(submission({}, { edit }));
    expect(pointsByTask(result)).toEqual({ ...full, fit: 0 });
    expect(result.checks.find(({ id }) => id === 'fit/batches')).toMatchObject({
      status: 'error',
      message: 'The task "compile" is not filled yet: its line with todo(…) is still there',
    });
  });

  it('keeps answers that use each other: a local of one task in the next', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      const finder = cell(notebook, 'find-learning-rate');
      finder.source = finder.source
        .replace(
          /model\.compile\([^;]+;/,
          "const settings = { batchSize, callbacks: [lrFinder] };\n  model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });",
        )
        .replace(/await model\.fit\([^;]+;/, 'await model.fit(x, y, settings);');
    };
    expect((await grade(submission({}, { edit }))).score).toBe(10);
  });

  it('tells what does not compile, with code and place, and grades the other cells', async () => {
    const result = await grade(submission({ 'update-lr': 'const newLr: string = lr * this.lrFactor;' }));
    expect(messageOf(result, 'update-lr/rates')).toMatch(
      /^The cell does not compile\. Line \d+, column 11: Type 'number' is not assignable to type 'string'\. \(TS2322\)$/,
    );
    expect(pointsByTask(result)).toEqual({ ...full, 'update-lr': 0 });
    expect(result.checks.find(({ id }) => id === 'update-lr/rates')).toMatchObject({
      status: 'error',
      hint: '',
    });
  });

  it('ends a loop that never stops, and gives the other tasks their points', async () => {
    const result = await grade(
      submission({
        'best-lr': 'let minLossIdx = 0; for (;;) minLossIdx ^= 1;\nconst bestLr = learningRates[minLossIdx];',
      }),
    );
    expect(pointsByTask(result)).toEqual({ ...full, 'best-lr': 0 });
    expect(statuses(result)['best-lr/rate']).toBe('timeout');
    expect(messageOf(result, 'best-lr/rate')).toMatch(
      /^plotLearningRate\(.*\) did not come to an end\. Still running after 2 s: is there a loop that never stops, or one that is slow for this input\?$/,
    );
  });

  it('tells nobody that a task is not filled whose answer it has taken out itself', async () => {
    const result = await grade(submission({ compile: 'void model;', fit: 'for (;;);' }));
    expect(pointsByTask(result)).toEqual({ ...full, compile: 0, fit: 0 });
    for (const { task, message } of result.checks)
      if (task === 'compile' || task === 'fit')
        expect(message).toMatch(/did not come to an end|Not run|not compiled/);
    expect(JSON.stringify(result)).not.toContain('not filled');
  });

  it('leaves the other tasks their points where one never comes back, whichever it is', async () => {
    const result = await grade(submission({ 'lr-factor': 'this.lrFactor = 1; for (;;) this.lrFactor++;' }));
    expect(pointsByTask(result)).toEqual({ ...full, 'lr-factor': 0 });
  }, 240_000);

  it('sends the inputs that no message may hold only when all messages that repeat texts are written', async () => {
    const answers = {
      'lr-factor': `((globalThis as any).seen ??= []).push(minLr, maxLr, steps);
    this.lrFactor = (maxLr / minLr) ** (1 / steps);`,
      'best-lr': `const minLossIdx = 0; const bestLr: number = (() => {
    throw new Error(JSON.stringify((globalThis as any).seen)); })();`,
    };
    const told = async (seed: number) =>
      messageOf(await grade(submission(answers), { seed }), 'best-lr/rate');
    const message = await told(1);
    expect(message).toContain('[0.1,1000,4');
    expect(message).not.toContain('2000');
    expect(await told(2)).toBe(message);
  });

  it.each(['CompileError', 'NotFilledError', 'TypeError'])(
    'tells nothing that is thrown back at it with hidden inputs, as a %s either',
    async (name) => {
      const result = await grade(
        submission({
          'lr-factor': `this.lrFactor = (maxLr / minLr) ** (1 / steps);
        if (steps !== 4) throw Object.assign(new Error('thrown back: ' + [minLr, maxLr, steps]), { name: '${name}' });`,
        }),
      );
      const hidden = result.checks.filter(
        ({ id, status }) => id.startsWith('lr-factor/') && status === 'error',
      );
      expect(hidden.length).toBeGreaterThan(0);
      for (const { visibility, message } of hidden)
        if (visibility === 'hidden') expect(message).not.toMatch(/thrown back/);
    },
  );

  it('ends a loop after an await at the top level, and grades the rest in a fresh session', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      cell(notebook, 'plot-learning-rate').source += '\nawait null;\nfor (;;) {}';
    };
    const result = await grade(submission({}, { edit }));
    expect(pointsByTask(result)).toEqual({ ...full, 'best-lr': 0 });
    expect(messageOf(result, 'best-lr/rate')).toBe('The cell did not finish: Still running after 8 s');
  });

  it('gives nothing for process.exit(0), and goes on with the rest', async () => {
    const result = await grade(submission({ 'best-lr': 'process.exit(0);' }));
    expect(pointsByTask(result)).toEqual({ ...full, 'best-lr': 0 });
    expect(statuses(result)['best-lr/rate']).toBe('error');
    const typed = await grade(
      submission({ 'best-lr': 'const minLossIdx = 0, bestLr = 1; process.exit(0);' }),
    );
    expect(statuses(typed)['best-lr/rate']).toBe('crashed');
    expect(messageOf(typed, 'best-lr/rate')).toMatch(
      /ended the process\. The process ended itself with exit code 0/,
    );
  });

  it('tells an exception with its class, its text and its line', async () => {
    const result = await grade(
      submission({
        'best-lr':
          "const minLossIdx = 0; const bestLr: number = (() => { throw new RangeError('no rate'); })();",
      }),
    );
    expect(messageOf(result, 'best-lr/rate')).toMatch(
      /threw RangeError: no rate \(cell plot-learning-rate, line \d+\)$/,
    );
  });

  it('finds an answer in a cell of the student’s own', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      const own = cell(notebook, 'finder')
        .source.replace(
          "this.lrFactor = todo('lr-factor');",
          'this.lrFactor = (maxLr / minLr) ** (1 / steps);',
        )
        .replace("todo('update-lr')", 'lr * this.lrFactor');
      notebook.cells.splice(
        notebook.cells.findIndex(({ id }) => id === 'check-finder'),
        0,
        codeCell('my-own', own),
      );
    };
    expect(pointsByTask(await grade(submission({}, { from: 'starter', edit })))).toMatchObject({
      'lr-factor': 2,
      'update-lr': 2,
    });
  });

  it('runs helper cells that answers use, and leaves out what nothing uses', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      notebook.cells.splice(
        3,
        0,
        codeCell('helper', 'const root = (x: number, n: number) => x ** (1 / n);'),
        codeCell('endless', 'for (;;) {}'),
      );
    };
    const result = await grade(
      submission({ 'lr-factor': 'this.lrFactor = root(maxLr / minLr, steps);' }, { edit }),
    );
    expect(result.score).toBe(10);
  });

  it('puts changed given cells back and says so', async () => {
    const edit = (notebook: Parameters<typeof cell>[0]) => {
      cell(notebook, 'setup').source = 'const todo = () => 1;';
      notebook.cells = notebook.cells.filter(({ id }) => id !== 'check-finder');
    };
    const result = await grade(submission({}, { edit }));
    expect(result.score).toBe(10);
    expect(result.restored).toEqual([
      { cell: 'setup', what: 'changed given cell put back' },
      { cell: 'check-finder', what: 'deleted given cell put back' },
    ]);
  });

  it.each([
    ['', /^The file is empty/],
    ['{"cells": [', /^The file is not a notebook: it is not JSON/],
    ['{"nbformat": 3, "cells": []}', /nbformat 4/],
    [
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { gradlab: { exercise: '02-other' } },
        cells: [],
      }),
      /^This is a notebook of the exercise "02-other", not of "01-learning-rate-finder": submit the notebook of/,
    ],
    [
      JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: [{ id: 'mine', cell_type: 'code', metadata: {}, source: 'const a = 1;', outputs: [] }],
      }),
      /^The notebook does not say of which exercise it is, and has no answer cell of "01-learning-rate-finder"/,
    ],
  ])('answers %j with one line that says what to do', async (text, message) => {
    const result = await grade(text);
    expect(result).toMatchObject({ status: 'unreadable', score: 0, maxScore: 10, checks: [] });
    expect(result.message).toMatch(message);
    expect(result.message).not.toContain('\n');
  });

  it('gives the same result again, whatever random numbers a student draws', async () => {
    const notebook = submission({
      'best-lr':
        'const minLossIdx = Math.floor(Math.random() * losses.length);\nconst bestLr = learningRates[minLossIdx];',
    });
    const [one, two] = [await grade(notebook), await grade(notebook)];
    expect({ ...two, seconds: 0 }).toEqual({ ...one, seconds: 0 });
  });

  it('passes for every seed what is right, and fails what is written out for the shown input', async () => {
    for (const seed of [2, 3]) expect((await grade(submission({}), { seed })).score).toBe(10);
    const written = await grade(
      submission({ 'lr-factor': 'this.lrFactor = steps === 4 ? 10 : steps === 3 ? 10 : 1.096478196143185;' }),
      { seed: 5 },
    );
    expect(statuses(written)['lr-factor/four-steps']).toBe('fail');
    expect(messageOf(written, 'lr-factor/four-steps')).toMatch(
      /^Right for the values shown, wrong for others/,
    );
  });
});

describe('what a submission can see and say', () => {
  it('brings no line of the reference or of a hidden check into a result, even where reference code ran', async () => {
    const spy =
      'throw new Error(String(LearningRateFinder) + String(plotLearningRate) + JSON.stringify(Object.getOwnPropertyNames(globalThis)) + process.argv + JSON.stringify(process.env));';
    const result = await grade(
      submission({
        compile: spy,
        'lr-factor': 'this.lrFactor = 1;',
        'best-lr': `const minLossIdx = 0; const bestLr = 1; ${spy}`,
      }),
    );
    const told = JSON.stringify(result);
    for (const { regions } of exercise.document.cells) {
      for (const { task, answer } of regions) {
        if (task === 'compile') continue; // Its answer shares words with the call that messages show.
        expect(told).not.toContain(answer.split('\n')[0]!.trim());
      }
    }
    expect(told).not.toContain('twoTrainings');
  });

  it.each(['process', 'node'] as const)(
    '%s: keeps nothing of one run for the next, where the reference stands elsewhere',
    async (isolation) => {
      const thief = `const seen = LearningRateFinder.toString();
      if (!seen.includes('stolen')) require('node:fs').writeFileSync('stolen', seen);
      const minLossIdx = -1, bestLr = 0;`;
      const user = `let rule = '0';
      try { rule = /lrFactor = ([^;]+)/.exec(require('node:fs').readFileSync('stolen', 'utf8'))?.[1] ?? '0'; } catch {}
      this.lrFactor = eval(rule);`;
      const result = await grade(submission({ 'best-lr': thief, 'lr-factor': user }), { isolation });
      expect(pointsByTask(result)).toEqual({ ...full, 'best-lr': 0, 'lr-factor': 0 });
    },
  );

  it('judges no task any more whose reference a process of the submission has had, whatever that has left where', async () => {
    const notes = path.join(os.tmpdir(), `gradlab-test-notes-${process.pid}`);
    /** Copies all code that it sees to a place that no run clears away, and uses what it finds there. */
    const thief = (rule: RegExp, use: (found: string) => string) => `
      const fs = require('node:fs');
      for (const name of ['LearningRateFinder', 'findLearningRate', 'plotLearningRate'])
        try { fs.appendFileSync(${JSON.stringify(notes)}, eval(\`String(__gradlab.get('\${name}'))\`)); } catch {}
      const found = ${rule}.exec(fs.readFileSync(${JSON.stringify(notes)}, 'utf8'))?.[1] ?? '0';
      ${use('found')}`;
    const answers = {
      'lr-factor': thief(/lrFactor = (\(maxLr[^;]+)/, (found) => `this.lrFactor = eval(${found});`),
      'update-lr': thief(/newLr = (lr \*[^;]+)/, (found) => `const newLr = eval(${found});`),
      'best-lr': thief(
        /minLossIdx = (losses[^;]+)/,
        (found) => `const minLossIdx = eval(${found}); const bestLr = learningRates[minLossIdx];`,
      ),
    };
    try {
      fs.writeFileSync(notes, JSON.stringify(exercise.document.cells));
      expect(pointsByTask(await grade(submission(answers)))).toEqual(full);
      for (const tasks of [
        ['lr-factor', 'best-lr'],
        ['update-lr', 'best-lr'],
        ['lr-factor', 'update-lr', 'best-lr'],
      ] as (keyof typeof answers)[][]) {
        fs.rmSync(notes, { force: true });
        const stolen = Object.fromEntries(tasks.map((task) => [task, answers[task]]));
        const none = Object.fromEntries(tasks.map((task) => [task, 0]));
        expect(pointsByTask(await grade(submission(stolen)))).toEqual({ ...full, ...none });
        expect(fs.readFileSync(notes, 'utf8')).toContain(
          tasks[0] === 'update-lr' ? 'newLr = lr *' : '(maxLr / minLr)',
        );
      }
    } finally {
      fs.rmSync(notes, { force: true });
    }
  });

  it('has a result when it leaves a folder that Node cannot remove', async () => {
    const deep = `const { mkdirSync } = require('node:fs');
      for (let i = 0; i < 2200 && !process.env.DEEP; i++) { mkdirSync('d'); process.chdir('d'); }
      process.env.DEEP = '1';
      this.lrFactor = 0;`;
    const result = await grade(submission({ 'lr-factor': deep }));
    expect(pointsByTask(result)).toEqual({ ...full, 'lr-factor': 0 });
    spawnSync('sh', ['-c', `rm -rf "$0"/gradlab-${process.pid}-*`, os.tmpdir()]);
  });

  it('earns nothing with forged replies, redefined check() or a patched comparison', async () => {
    const forged = `
      const fs = require('fs') as typeof import('fs');
      const frame = (value: unknown) => { const body = Buffer.from(JSON.stringify(value)); const head = Buffer.alloc(4); head.writeUInt32BE(body.length); fs.writeSync(3, Buffer.concat([head, body])); };
      for (let i = 0; i < 50; i++) frame({ type: 'probed', id: String(i), value: 10 });
      frame({ type: 'result', score: 10, status: 'pass' });
      Object.is = () => true; Number.isFinite = () => true; JSON.stringify = () => '10';
      this.lrFactor = 7;`;
    const result = await grade(submission({ 'lr-factor': forged }));
    expect(pointsByTask(result)['lr-factor']).toBe(0);
  });
});
