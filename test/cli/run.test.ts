import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { gradlab, notebookOf, root, temporaryFolder } from './gradlab.js';

const folder = temporaryFolder();

const schemaFile = path.join(root, 'test/notebook/fixtures/nbformat.v4.5.schema.json');
const validate = (() => {
  const { $schema: _, ...schema } = JSON.parse(fs.readFileSync(schemaFile, 'utf8')) as Record<
    string,
    unknown
  >;
  return new Ajv({ strict: false, validateFormats: false }).compile(schema);
})();

interface Output {
  output_type: string;
  name?: string;
  text?: string[];
  data?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** Runs a notebook; what it wrote has been compared with Jupyter's own schema. */
async function run(name: string, notebook: string, ...options: string[]) {
  const file = path.join(folder, `${name}.ipynb`);
  fs.writeFileSync(file, notebook);
  const ended = await gradlab(['run', file, ...options]);
  expect(fs.readFileSync(file, 'utf8')).toBe(notebook);
  const written = ended.stdout.trimEnd();
  const executed = JSON.parse(fs.readFileSync(written, 'utf8')) as {
    cells: { execution_count: number | null; outputs: Output[] }[];
  };
  validate(executed);
  expect(validate.errors ?? []).toEqual([]);
  return {
    ...ended,
    written,
    outputs: executed.cells.map(({ outputs }) => outputs),
    counts: executed.cells.map((cell) => cell.execution_count),
  };
}

const tagged = (source: string, ...tags: string[]) => ({ source, metadata: { tags } });

describe('gradlab run', () => {
  it('writes streams, values, displays and errors as Jupyter stores them; late output and updates go where they belong', async () => {
    const { code, outputs, counts, stderr, written } = await run(
      'all',
      notebookOf([
        "console.log('one');\nconsole.log('two');\nconsole.error('three');\nconsole.log('four');\n1 + 1",
        "import { display } from 'gradlab';\ndisplay({ 'text/plain': 'first' });\ndisplay({ 'text/html': '<b>0</b>\\n<i>1</i>', 'application/json': { a: 1 } });",
        "const update = (globalThis as any)[Symbol.for('gradlab.host')].display;\nupdate({ 'text/plain': 'before' }, { displayId: 'd' });",
        "setTimeout(() => console.log('late'), 300);\nconsole.log('early');",
        "await new Promise((resolve) => setTimeout(resolve, 800));\nupdate({ 'text/plain': 'after' }, { displayId: 'd', update: true });\nconsole.log('last');",
        tagged("throw new RangeError('meant to fail');", 'raises-exception'),
        {
          ...tagged("throw new Error('never');", 'skip-execution'),
          outputs: [{ output_type: 'stream', name: 'stdout', text: ['kept\n'] }],
          execution_count: 7,
        },
        '   ',
        "for (let i = 0; i < 50000; i++) console.log('line ' + i);",
        "throw new TypeError('stops here');",
        {
          source: "console.log('not reached');",
          outputs: [{ output_type: 'stream', name: 'stdout', text: ['from an earlier run\n'] }],
          execution_count: 9,
        },
      ]),
    );
    expect(code).toBe(1);
    expect(written).toBe(path.join(folder, 'all.executed.ipynb'));
    expect(outputs[0]).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n'] },
      { output_type: 'stream', name: 'stderr', text: ['three\n'] },
      { output_type: 'stream', name: 'stdout', text: ['four\n'] },
      { output_type: 'execute_result', execution_count: 1, data: { 'text/plain': ['2'] }, metadata: {} },
    ]);
    expect(outputs[1]!.map(({ data }) => data)).toEqual([
      { 'text/plain': ['first'] },
      { 'text/html': ['<b>0</b>\n', '<i>1</i>'], 'application/json': { a: 1 } },
    ]);
    expect(outputs[2]!.map(({ data }) => data)).toEqual([{ 'text/plain': ['after'] }]);
    expect(outputs[3]).toEqual([{ output_type: 'stream', name: 'stdout', text: ['early\n', 'late\n'] }]);
    expect(outputs[4]).toEqual([{ output_type: 'stream', name: 'stdout', text: ['last\n'] }]);
    expect(outputs[5]![0]).toMatchObject({
      output_type: 'error',
      ename: 'RangeError',
      evalue: 'meant to fail',
    });
    expect(outputs[6]).toEqual([{ output_type: 'stream', name: 'stdout', text: ['kept\n'] }]);
    expect(outputs[7]).toEqual([]);
    expect(outputs[8]!.map(({ text }) => text!.length)).toEqual([50_000]);
    expect(outputs[8]![0]!.text!.at(-1)).toBe('line 49999\n');
    expect(outputs[9]![0]).toMatchObject({ output_type: 'error', ename: 'TypeError', evalue: 'stops here' });
    expect(outputs[9]![0]!.traceback!.join('\n')).toContain('c10:1');
    expect(outputs[10]).toEqual([{ output_type: 'stream', name: 'stdout', text: ['from an earlier run\n'] }]);
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, null, 7, 8, 9]);
    expect(stderr).toMatch(/^Cell 10 of the notebook \(c10\) failed: TypeError: stops here$/m);
  });

  it('--allow-errors goes on, says what failed, and exits 1; a syntax error and ids that stand twice cost only their cell', async () => {
    const twice = { id: 'same' };
    const { code, outputs, stderr } = await run(
      'errors',
      notebookOf([
        'const = 3;',
        { source: "console.log('a')", ...twice },
        { source: "console.log('b')", ...twice },
      ]),
      '--allow-errors',
      '-o',
      path.join(folder, 'new folder/out.ipynb'),
    );
    expect(code).toBe(1);
    expect(outputs[0]![0]).toMatchObject({ output_type: 'error', ename: 'CompileError' });
    expect(outputs.slice(1).map((one) => one[0]!.text)).toEqual([['a\n'], ['b\n']]);
    expect(stderr).toMatch(
      /^Cell 1 of the notebook \(c1\) failed: CompileError: Line 1, column 7: .* \(TS\d+\)/m,
    );
  });

  it('--timeout ends an endless cell, also after an await; what it printed is kept', async () => {
    const { code, outputs, stderr } = await run(
      'endless',
      notebookOf([tagged("console.log('begun');\nawait null;\nwhile (true);", 'raises-exception'), '1']),
      '--timeout',
      '1.5',
    );
    expect(code).toBe(1);
    expect(outputs[0]).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['begun\n'] },
      {
        output_type: 'error',
        ename: 'timeout',
        evalue: 'Still running after 1.5 s',
        traceback: ['timeout: Still running after 1.5 s'],
      },
    ]);
    expect(outputs[1]).toEqual([]);
    expect(stderr).toMatch(/failed: Still running after 1\.5 s$/m);
  });

  it('a notebook of another age gets ids; exit 0 when all went well', async () => {
    const old = JSON.stringify({
      cells: [{ cell_type: 'code', metadata: {}, source: ['1;\n', '2'], outputs: [], execution_count: null }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 2,
    });
    const { code, outputs } = await run('old', old);
    expect({ code, data: outputs[0]![0]!.data }).toEqual({ code: 0, data: { 'text/plain': ['2'] } });
  });
});
