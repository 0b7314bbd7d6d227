import { expect, test } from 'vitest';
import type { SessionOutput } from '../../dist/session/index.js';
import { withNotebook } from './run-cells.js';

const texts = (events: SessionOutput[], cell: string) =>
  events.flatMap((event) => (event.type === 'stream' && event.cell === cell ? [event.text] : [])).join('');

test('console methods arrive as events of stdout and stderr, in order', async () => {
  await withNotebook(async ({ run, events }) => {
    await run(
      'console.log("a %d", 1); console.error("b"); console.info({ c: 1 }); console.warn("d"); console.debug("e"); console.table([{ f: 1 }]); process.stdout.write("g"); process.stderr.write("h")',
    );
    const streams = events.map((event) =>
      event.type === 'stream' ? `${event.name}: ${event.text.trimEnd()}` : '',
    );
    expect(streams.filter((text) => !/[┌│├└]/.test(text))).toEqual([
      'stdout: a 1',
      'stderr: b',
      'stdout: { c: 1 }',
      'stderr: d',
      'stdout: e',
      'stdout: g',
      'stderr: h',
    ]);
    expect(streams.some((text) => text.includes('│'))).toBe(true);
    expect(new Set(events.map(({ cell }) => cell))).toEqual(new Set(['1']));
  });
});

test('display() arrives as a typed event, with metadata and updates', async () => {
  await withNotebook(async ({ run, events }) => {
    await run(
      'const host = (globalThis as any)[Symbol.for("gradlab.host")]; host.display({ "text/html": "<b>" }, { metadata: { a: 1 }, displayId: "d" }); host.display({ "text/html": "<i>" }, { displayId: "d", update: true })',
    );
    expect(events).toEqual([
      {
        type: 'display',
        cell: '1',
        bundle: { 'text/html': '<b>' },
        options: { metadata: { a: 1 }, displayId: 'd' },
      },
      {
        type: 'display',
        cell: '1',
        bundle: { 'text/html': '<i>' },
        options: { displayId: 'd', update: true },
      },
    ]);
    expect(await run('host.display({ "text/html": () => 1 })')).toBe('TypeError: Cannot send a function');
  });
});

test('output belongs to the cell that started the work, after awaits and in timers too', async () => {
  await withNotebook(async ({ run, events }) => {
    await run('const wait = (ms: number) => new Promise((done) => setTimeout(done, ms)); let open = true');
    await run(
      'setTimeout(() => console.log("timer of 2"), 120); void (async () => { await wait(60); console.log("awaited in 2") })(); void wait(1).then(() => console.log("then of 2")); process.nextTick(() => console.log("tick of 2"))',
    );
    await run('await wait(240); console.log("own of 3")');
    expect(texts(events, '2')).toBe('tick of 2\nthen of 2\nawaited in 2\ntimer of 2\n');
    expect(texts(events, '3')).toBe('own of 3\n');
  });
});

test('a function of an earlier cell prints for the cell that calls it', async () => {
  await withNotebook(async ({ run, events }) => {
    await run('async function shout() { await 1; console.log("!") }');
    await run('await shout()');
    expect(events).toEqual([{ type: 'stream', cell: '2', name: 'stdout', text: '!\n' }]);
  });
});

test('what is written past the console arrives too, for the cell that runs', async () => {
  await withNotebook(async ({ run, events, printed }) => {
    await run(
      'import fs from "node:fs"\nimport { execFileSync } from "node:child_process"\nfs.writeSync(1, "direct ü\\n"); execFileSync(process.execPath, ["-e", "console.error(5)"], { stdio: "inherit" }); await new Promise((done) => setTimeout(done, 50))',
    );
    await expect.poll(printed).toContain('!5\n');
    expect(printed()).toContain('direct ü\n');
    expect(new Set(events.map(({ cell }) => cell))).toEqual(new Set(['1']));
  });
});

test('200,000 printed lines all arrive, in order', async () => {
  await withNotebook(async ({ run, printed }) => {
    expect(await run('for (let i = 0; i < 200_000; i++) console.log(i); "done"')).toBe("'done'");
    const lines = printed().split('\n');
    expect(lines.length).toBe(200_001);
    expect(lines.slice(0, -1).every((line, i) => line === `${i}`)).toBe(true);
  });
});

test('an output of 50 MB arrives whole, and so does a value', async () => {
  await withNotebook(async ({ run, session, printed }) => {
    expect(await run('console.log("ü🙂x".repeat(7_500_000)); 1')).toBe('1');
    expect(Buffer.byteLength(printed())).toBe(52_500_001);
    expect(printed() === `${'ü🙂x'.repeat(7_500_000)}\n`).toBe(true);
    const outcome = await session.execute(
      'v',
      '({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "y".repeat(5 << 20) }) })',
    );
    expect(outcome.status === 'ok' && String(outcome.value?.['text/plain']).length).toBe(5 << 20);
  });
});

test('output over maxOutputBytes is cut with one notice, for each cell anew', async () => {
  await withNotebook(
    async ({ run, events, printed }) => {
      expect(await run('for (let i = 0; i < 30; i++) console.log("x".repeat(99)); 5')).toBe('5');
      expect(texts(events, '1').slice(0, 1000)).toBe(`${'x'.repeat(99)}\n`.repeat(10));
      expect(texts(events, '1').slice(1000)).toBe('\nOutput cut: one cell may print 1 KiB\n');
      expect(await run('console.log("next")')).toBe('');
      expect(texts(events, '2')).toBe('next\n');
      expect(await run('console.log("z".repeat(5000))')).toBe('');
      expect(texts(events, '3')).toBe(`${'z'.repeat(1000)}\nOutput cut: one cell may print 1 KiB\n`);
      await run(
        'for (let i = 0; i < 50; i++) (globalThis as any)[Symbol.for("gradlab.host")].display({ "text/plain": "w".repeat(100) })',
      );
      expect(events.filter((event) => event.type === 'display').length).toBeLessThan(11);
      expect(printed().match(/Output cut/g)).toHaveLength(3);
    },
    { limits: { maxOutputBytes: 1000 } },
  );
});

test('many cells may each print up to the limit', async () => {
  await withNotebook(
    async ({ run }) => {
      // More than a session reads at once.
      for (let i = 0; i < 10; i++)
        expect(await run('process.stdout.write("y".repeat(10 << 20)); 1')).toBe('1');
    },
    { limits: { maxOutputBytes: 10 << 20 } },
  );
});

test.runIf(process.platform === 'linux')(
  'an image is read into large pages; cells and what they start find the environment without that, but what somebody has set',
  async () => {
    const found = `
      import fs from 'node:fs';
      import { execFileSync } from 'node:child_process';
      const started = fs.readFileSync('/proc/self/environ', 'latin1').includes('hugetlb=1');
      [started, process.env.GLIBC_TUNABLES, execFileSync('env').includes('GLIBC_TUNABLES')].join()`;
    await withNotebook(async ({ run }) => expect(await run(found)).toBe("'true,,false'"));
    const env = { GLIBC_TUNABLES: 'glibc.malloc.perturb=0' };
    await withNotebook(
      async ({ run }) => expect(await run(found)).toBe("'false,glibc.malloc.perturb=0,true'"),
      { env },
    );
  },
);

test('the environment holds nothing of the caller’s, and the given settings', async () => {
  process.env.SECRET_OF_THE_GRADER = 'x';
  try {
    await withNotebook(
      async ({ run }) =>
        expect(await run('[process.env.SECRET_OF_THE_GRADER, process.env.GIVEN]')).toBe(
          "[ undefined, 'yes' ]",
        ),
      { env: { GIVEN: 'yes' } },
    );
  } finally {
    delete process.env.SECRET_OF_THE_GRADER;
  }
});

test('randomSeed makes Math.random repeat', async () => {
  const draw = () => withNotebook(({ run }) => run('[Math.random(), Math.random()]'), { randomSeed: 7 });
  expect(await draw()).toBe(await draw());
});

test('characters that come in pieces are put together', async () => {
  await withNotebook(async ({ run, printed }) => {
    await run("for (const byte of Buffer.from('é😀漢')) process.stdout.write(Uint8Array.of(byte));");
    await run(
      "process.stderr.write(Uint8Array.of(0xf0, 0x9f)); console.error('!'); process.stderr.write('.');",
    );
    expect(printed()).toBe('é😀漢!!\n!\uFFFD.');
  });
});

test('an interrupt ends a loop that prints more than is read, and values are kept', async () => {
  await withNotebook(
    async ({ run, session }) => {
      await run('let kept = 5;');
      session.pauseOutput();
      const loop = run('while (true) console.log("more");');
      await new Promise((resolve) => setTimeout(resolve, 500));
      session.interrupt();
      expect(await loop).toMatch(/^KeyboardInterrupt/);
      expect(await run('kept')).toBe('5');
    },
    { interruptible: true },
  );
});
