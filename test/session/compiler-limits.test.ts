import { afterAll, expect, test } from 'vitest';
import { CompilerProcess, workplaceFor } from '../../dist/session/index.js';
import { declaredNames } from '../../dist/session/compile/declared-names.js';
import { temporaryFolder, withNotebook } from './run-cells.js';

const root = temporaryFolder();
const workplace = workplaceFor(undefined, { root });
const compiler = new CompilerProcess(workplace, 160);
afterAll(() => compiler.close());

/** Twenty times, each of 60,000 object types is compared with its counterpart: each time takes a second or more. */
const EXPLODES = Array.from(
  { length: 20 },
  (_, i) => `type D${i} = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
type T${i} = \`${i}-\${0 | 1 | 2 | 3 | 4 | 5}\${D${i}}\${D${i}}\${D${i}}\${D${i}}\`
type A${i} = { [K in T${i}]: { k: K; a: { b: K } } }[T${i}]
type B${i} = { [K in T${i}]: { k: \`\${K}x\`; a: { b: K } } }[T${i}]
declare const a${i}: A${i}
const b${i}: B${i} = a${i}`,
).join('\n');
const LONG_SUM = `${'1+'.repeat(100_000)}1`;

test.each([
  ['types that explode', EXPLODES, 'timeout', /^Checking the types of this cell took longer than 1.5 s$/],
])(
  '%s: the compiler ends at the deadline, and the notebook goes on',
  async (_what, source, status, reason) => {
    await withNotebook(
      async ({ session, run }) => {
        // A warm compiler: only the deadline of what follows is small.
        await run('let kept = 1; type Kept = number\nclass Model { loss = 0.5 }');
        await run('kept = 2; throw new Error("x"); const unreached = 1');
        expect(await session.execute('slow', source)).toMatchObject({
          status,
          lost: false,
          reason: expect.stringMatching(reason),
        });
        expect(session.death).toBeUndefined();
        // The new compiler knows the earlier cells.
        expect(await run('const k: Kept = kept; [k, new Model().loss]')).toBe('[ 2, 0.5 ]');
        expect(await run('kept = "x"')).toBe('TS2322 1:1');
        expect(await run('unreached')).toBe('TS2304 1:1');
      },
      { limits: { compileTimeoutMs: 1500 } },
    );
  },
);

test.each([
  [
    'brackets nested 100,000 deep',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    /^The compiler could not work on this cell: Maximum call stack/,
  ],
  ['a sum of 100,000 terms', LONG_SUM, /Maximum call stack/],
  ['blocks nested 50,000 deep', `${'{'.repeat(50_000)}${'}'.repeat(50_000)}`, /Maximum call stack/],
  [
    'a type whose text is too long',
    `type G<S extends string> = \`\${S}\${S}\`\nconst h: ${'G<'.repeat(30)}'ab'${'>'.repeat(30)} = 1`,
    /Invalid string length/,
  ],
])('%s: refused with the reason, and the notebook goes on', async (_what, source, reason) => {
  await withNotebook(async ({ session, run }) => {
    await run('let kept = 1');
    expect(await session.execute('deep', source)).toMatchObject({
      status: 'crashed',
      lost: false,
      reason: expect.stringMatching(reason),
    });
    expect(await run('kept + 1')).toBe('2');
  });
});

test('types that need too much memory end the compiler, and the notebook goes on', async () => {
  await withNotebook(
    async ({ session, run }) => {
      await run('let kept = 1');
      expect(await session.execute('big', EXPLODES)).toMatchObject({
        status: 'crashed',
        lost: false,
        reason: 'The types of this cell need more than 160 MiB to check',
      });
      expect(await run('kept + 1')).toBe('2');
    },
    { workplace, cwd: root, compiler },
  );
});

test('types that recurse without an end are a type error', async () => {
  await withNotebook(async ({ run }) => {
    expect(
      await run(
        'type Loop<T> = T extends string ? Loop<[T]>["length"] : Loop<Loop<T>>\nconst x: Loop<"a"> = 1',
      ),
    ).toMatch(/^TS\d+ /);
    expect(await run('type D = 0|1|2|3|4|5|6|7|8|9; type N = `${D}${D}${D}${D}${D}${D}`')).toMatch(
      /^TS2590 1:\d+$/,
    );
  });
});

test('a compiler that was killed between two cells is started again', async () => {
  const own = new CompilerProcess(workplace);
  await withNotebook(
    async ({ session, run }) => {
      await run('let kept = 1');
      own.close();
      expect(await session.execute('x', 'kept')).toMatchObject({ status: 'ok' });
      expect(await run('kept + 1')).toBe('2');
    },
    { compiler: own, workplace, cwd: root },
  );
  own.close();
});

test('one compiler serves one session after another, without memory of the cells', async () => {
  for (const value of ['1', '"x"']) {
    await withNotebook(async ({ run }) => {
      expect(await run('shared')).toBe('TS2304 1:1');
      expect(await run(`const shared = ${value}\nshared`)).toBe(value.replaceAll('"', "'"));
    });
  }
});

test('a session without a compiler of its caller’s starts and ends one', async () => {
  await withNotebook(async ({ run }) => expect(await run('1 + 1')).toBe('2'), { compiler: undefined });
});

test('more cells than slots were allocated for', async () => {
  await withNotebook(async ({ run }) => {
    for (let i = 0; i < 202; i++)
      expect(await run(`const c${i} = ${i === 0 ? 0 : `c${i - 1} + 1`}`)).toBe('');
    expect(await run('c201')).toBe('201');
  });
});

test('declaredNames() reads what it can and never throws', () => {
  expect([...declaredNames('const { a, b: [c] } = x; function f() {} type T = 1; if (y) { var v }')]).toEqual(
    ['a', 'c', 'f', 'T', 'v'],
  );
  expect(declaredNames('const a = (')).toEqual(['a']);
  expect(declaredNames('['.repeat(100_000))).toEqual([]);
});

test('the names of many cells are read although one of them keeps the parser busy for ever', async () => {
  const endless = `${'async (a = '.repeat(40)}1`;
  const sources = ['const first = 1', endless, 'function second() {}', 'let third'];
  const names = await compiler.declaredNames(sources, 5000);
  expect(sources.map((source) => names.get(source))).toEqual([['first'], undefined, ['second'], ['third']]);
});

test('CompilerProcess: the names that one submission was told stay when another asks for thousands', async () => {
  const compiler = new CompilerProcess(workplaceFor(process.cwd()));
  try {
    const first = await compiler.declaredNames(['const a = 1'], 20_000);
    const many = Array.from({ length: 20_002 }, (_, at) => `const b${at} = 1`);
    expect((await compiler.declaredNames(many, 60_000)).get(many[5]!)).toEqual(['b5']);
    await compiler.declaredNames(['const c = 1'], 20_000);
    expect(first.get('const a = 1')).toEqual(['a']);
  } finally {
    compiler.close();
  }
}, 120_000);
