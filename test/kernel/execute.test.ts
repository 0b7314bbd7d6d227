import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startKernel } from './gradlab-kernel.js';
import type { Executed, JupyterClient } from './jupyter-client.js';

let kernel: JupyterClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel.close());

/** The kinds of what was broadcast, statuses by their name. */
const kinds = ({ broadcast }: Executed) =>
  broadcast.map(({ type, content }) => (type === 'status' ? String(content.execution_state) : type));

describe('execute_request', () => {
  it('tells busy, the input, the result and idle, in this order, and counts', async () => {
    const first = await kernel.execute('const two = 2; two + 1');
    expect(kinds(first)).toEqual(['busy', 'execute_input', 'execute_result', 'idle']);
    expect(first.result).toEqual({ 'text/plain': '3' });
    const count = first.reply.execution_count as number;
    expect(first.reply).toEqual({
      status: 'ok',
      execution_count: count,
      user_expressions: {},
      payload: [],
    });
    const second = await kernel.execute('two * two');
    expect(second.reply.execution_count).toBe(count + 1);
    expect(second.broadcast[1]!.content).toEqual({ code: 'two * two', execution_count: count + 1 });
  });

  it('silent: runs, and tells nothing but busy and idle; the count stays', async () => {
    const before = (await kernel.execute('0')).reply.execution_count as number;
    const silent = await kernel.execute('const quiet = 7; quiet', { silent: true });
    expect(kinds(silent)).toEqual(['busy', 'idle']);
    for (const code of ['throw new RangeError("quiet")', 'const wrong: number = ""']) {
      const failed = await kernel.execute(code, { silent: true });
      expect(kinds(failed)).toEqual(['busy', 'idle']);
      expect(failed.reply.status).toBe('error');
    }
    expect((await kernel.execute('quiet', { store_history: false })).reply.execution_count).toBe(before);
    expect((await kernel.execute('quiet')).reply.execution_count).toBe(before + 1);
  });

  it('answers user_expressions, each on its own', async () => {
    const { reply } = await kernel.execute('const half = 0.5;', {
      user_expressions: { good: 'half * 2', bad: 'half.missing.field' },
    });
    expect(reply.user_expressions.good).toEqual({
      status: 'ok',
      data: { 'text/plain': '1' },
      metadata: {},
    });
    expect(reply.user_expressions.bad).toMatchObject({ status: 'error', ename: 'CompileError' });
  });

  it('brings every line of a loop, in order and before idle', async () => {
    const flood = await kernel.execute('for (let i = 0; i < 200_000; i++) console.log(i);');
    const lines = flood.stdout.trimEnd().split('\n');
    expect(lines.length).toBe(200_000);
    expect(lines.every((line, i) => line === String(i))).toBe(true);
    expect(kinds(flood).at(-1)).toBe('idle');
    expect(kinds(flood).filter((kind) => kind === 'idle').length).toBe(1);
  });

  it('brings an output of 50 MB whole', async () => {
    const { stdout } = await kernel.execute("console.log('z'.repeat(50 << 20));");
    expect(stdout.length).toBe((50 << 20) + 1);
  });

  it('keeps the order of streams and displays', async () => {
    const { broadcast } = await kernel.execute(`
      import { display } from 'gradlab';
      console.log('one');
      display({ 'text/html': '<b>two</b>' });
      console.error('three');
      console.log('four');`);
    const shown = broadcast.map(
      ({ content }) => content.text ?? (content.data as Record<string, string> | undefined)?.['text/html'],
    );
    expect(shown.filter((text) => text !== undefined)).toEqual(['one\n', '<b>two</b>', 'three\n', 'four\n']);
  });

  it('brings what is printed after the cell has ended to the cell that started it', async () => {
    const id = await kernel.sendCell("setTimeout(() => console.log('late'), 300); 'started'");
    await kernel.finished(id);
    await kernel.execute('1');
    const late = () => kernel.broadcast.find(({ content }) => content.text === 'late\n');
    await kernel.until(() => late() !== undefined, 'a late line');
    expect(late()!.parent).toBe(id);
  });

  it('brings what programs print past the console before idle', async () => {
    const { stdout, broadcast } = await kernel.execute(`
      import { execFileSync } from 'node:child_process';
      execFileSync(process.execPath, ['-e', 'console.log("from a child")'], { stdio: 'inherit' });`);
    expect(stdout).toBe('from a child\n');
    expect(broadcast.at(-1)!.type).toBe('status');
  });

  it('updates a display in place, and clears', async () => {
    const { broadcast } = await kernel.execute(`
      import { clearOutput, display } from 'gradlab';
      display({ 'text/plain': 'old' }, { displayId: 'line' });
      display({ 'text/plain': 'new' }, { displayId: 'line', update: true });
      clearOutput(true);`);
    const types = broadcast.map(({ type }) => type);
    expect(types.slice(2, -1)).toEqual(['display_data', 'update_display_data', 'clear_output']);
    expect(broadcast[2]!.content.transient).toEqual({ display_id: 'line' });
    expect(broadcast[3]!.content).toMatchObject({
      data: { 'text/plain': 'new' },
      transient: { display_id: 'line' },
    });
    expect(broadcast[4]!.content).toEqual({ wait: true });
  });

  it('an empty cell is answered at once', async () => {
    expect((await kernel.execute('  \n')).reply.status).toBe('ok');
  });

  it('a cell of 1 MB runs', async () => {
    const { reply } = await kernel.execute(`const long = '${'a'.repeat(1 << 20)}'; long.length`);
    expect(reply.status).toBe('ok');
  });
});

describe('errors', () => {
  it('an exception comes with name, message and the line of the TypeScript', async () => {
    const { error, reply } = await kernel.execute(
      'interface Point { x: number }\nfunction far(p: Point) {\n  throw new RangeError("too far");\n}\nfar({ x: 1 });',
    );
    expect(error).toMatchObject({ ename: 'RangeError', evalue: 'too far' });
    expect(reply).toMatchObject({
      status: 'error',
      ename: 'RangeError',
      traceback: error!.traceback as string[],
    });
    const text = plain(error!.traceback as string[]);
    expect(text).toMatch(/^RangeError: too far\ncell \[\d+\], line 3\n {2}2 │ function far/);
    expect(text).toContain('→ 3 │   throw new RangeError("too far");\n    │         ^');
    expect(text).toMatch(/at far \(cell \[\d+\]:3:9\)/);
  });

  it('an exception of a package shows the line of the cell, and the package’s own calls as one line', async () => {
    const { error } = await kernel.execute(
      "import * as tf from '@tensorflow/tfjs';\nconst a = tf.ones([2, 3]);\ntf.matMul(a, a);",
    );
    const text = plain(error!.traceback as string[]);
    expect(text).toContain('→ 3 │ tf.matMul(a, a);');
    expect(text).toMatch(/\n {4}… \d+ calls inside packages\n {4}at cell \[\d+\]:3:4$/);
    expect(text).not.toContain('node_modules');
  });

  it('a type error comes with its code and a caret, and nothing is run', async () => {
    const { error, stdout } = await kernel.execute('console.log("no");\nconst n: number = "five";');
    expect(stdout).toBe('');
    const text = plain(error!.traceback as string[]);
    expect(error!.ename).toBe('CompileError');
    expect(text).toContain("2:7 - TS2322: Type 'string' is not assignable to type 'number'.");
    expect(text).toContain('  const n: number = "five";\n        ~');
  });

  it('a name that cannot be found may be one of a cell that has not run', async () => {
    const of = async (code: string) => plain((await kernel.execute(code)).error!.traceback as string[]);
    const hint = 'Run that cell first: a new kernel knows none';
    expect(await of('unheardOf + 1;')).toContain(hint);
    expect(await of('const progresses = 1; progres + 1;')).toContain(hint);
    expect(await of('({ unheardOf });')).toContain(hint);
    expect(await of('const n: number = "five";')).not.toContain(hint);
  });

  it('a rejection that nobody handles is shown at the cell that started it, also after it has ended', async () => {
    const during = await kernel.execute('void Promise.reject(new Error("nobody")); 1');
    expect(during.error).toMatchObject({ ename: 'Error', evalue: 'nobody' });
    const id = await kernel.sendCell('setTimeout(() => { throw new TypeError("later"); }, 200);');
    expect((await kernel.finished(id)).reply.status).toBe('ok');
    const late = () => kernel.broadcast.find(({ content }) => content.evalue === 'later');
    await kernel.until(() => late() !== undefined, 'a late error');
    expect(late()).toMatchObject({ type: 'error', parent: id, content: { ename: 'TypeError' } });
  });

  it('cells that were sent together with one that fails are aborted, others not', async () => {
    const ids = [
      await kernel.sendCell('throw new Error("stop")'),
      await kernel.sendCell('"never"'),
      await kernel.sendCell('"never"'),
    ];
    const statuses = [];
    for (const id of ids) statuses.push((await kernel.finished(id)).reply.status as string);
    expect(statuses).toEqual(['error', 'aborted', 'aborted']);
    expect((await kernel.execute('"again"')).result).toEqual({ 'text/plain': "'again'" });
    const failing = await kernel.sendCell('throw new Error("go on")', { stop_on_error: false });
    const next = await kernel.sendCell('"next"', { stop_on_error: false });
    expect((await kernel.finished(failing)).reply.status).toBe('error');
    expect((await kernel.finished(next)).reply.status).toBe('ok');
  });

  it.each([
    ['process.exit(3)', /exit code 3/],
    ['process.abort()', /aborted/],
    ['process.kill(process.pid, "SIGKILL")', /signal SIGKILL/],
  ])('a cell that ends its process says so, and the kernel goes on: %s', async (code, reason) => {
    await kernel.execute('const before = 1;');
    const { error, reply } = await kernel.execute(code);
    expect(reply).toMatchObject({ status: 'error', ename: 'SessionDiedError' });
    expect(error!.evalue).toMatch(reason);
    expect(error!.evalue).toContain('run its cells again from the top');
    expect((await kernel.execute('before')).error).toMatchObject({ ename: 'CompileError' });
    expect((await kernel.execute('2 + 2')).result).toEqual({ 'text/plain': '4' });
  });
});

it.each([[1], [20_000]])('what is printed just before process.exit() arrives: %i lines', async (lines) => {
  const code = `for (let i = 1; i <= ${lines}; i++) console.log(i); process.exit(1);`;
  const { stdout, stderr } = await kernel.execute(code);
  expect(stdout).toMatch(new RegExp(`(^|\\n)${lines}\\n$`));
  expect(stderr).toBe('');
});

describe('prompt()', () => {
  it('asks the front end and waits for the answer', async () => {
    const asked: unknown[] = [];
    kernel.onInput = (...request) => {
      asked.push(request);
      return asked.length === 1 ? 'Ada' : 'y';
    };
    const { result } = await kernel.execute("[prompt('Who?').toUpperCase(), confirm('Sure?')]");
    expect(asked).toEqual([
      ['Who?', false],
      ['Sure? [y/N] ', false],
    ]);
    expect(result).toEqual({ 'text/plain': "[ 'ADA', true ]" });
  });

  it('promptSecret() asks for what nobody is to see', async () => {
    const asked: unknown[] = [];
    kernel.onInput = (...request) => {
      asked.push(request);
      return 'hunter2';
    };
    const { result } = await kernel.execute("const token: string = promptSecret('Token'); token.length");
    expect(asked).toEqual([['Token', true]]);
    expect(result).toEqual({ 'text/plain': '7' });
  });

  it('is an error where the front end cannot ask', async () => {
    const { error } = await kernel.execute("prompt('Who?')", { allow_stdin: false });
    expect(error!.evalue).toBe('Cannot ask: nobody can type an answer where this notebook runs');
  });
});

// oxlint-disable-next-line no-control-regex
const plain = (lines: string[]) => lines.join('\n').replace(/\u001B\[\d+m/g, '');
