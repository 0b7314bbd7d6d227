import { describe, expect, test } from 'vitest';
import { NotebookFormatError, parseNotebook } from '../../src/notebook/index.js';

const cell = (more: object = {}) => ({
  cell_type: 'code',
  id: 'a',
  metadata: {},
  source: ['1;\n', '2;'],
  outputs: [],
  execution_count: null,
  ...more,
});
const notebook = (cells: unknown[] = [cell()], more: object = {}) =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells, ...more });
const bytes = (text: string) => new TextEncoder().encode(text);

function refusal(content: string | Uint8Array, options?: Parameters<typeof parseNotebook>[1]): string {
  try {
    parseNotebook(content, options);
  } catch (error) {
    expect(error).toBeInstanceOf(NotebookFormatError);
    const { code, message } = error as NotebookFormatError;
    expect(message).not.toMatch(/[\n\r]|\.$/);
    return `${code}: ${message}`;
  }
  throw new Error('It was read');
}

const SUBMIT = 'Submit the .ipynb file as JupyterLab saved it';

describe('parseNotebook() throws NotebookFormatError', () => {
  test.each([
    ['the file is empty', '', 'empty: The file is empty: save the notebook and submit it again'],
    [
      'there is only white space',
      '\uFEFF \n\t',
      'empty: The file is empty: save the notebook and submit it again',
    ],
    ['the text is not JSON', 'import x', `not-json: The file is not a notebook: it is not JSON. ${SUBMIT}`],
    [
      'the JSON is cut off',
      notebook().slice(0, -2),
      `not-json: The file is not a notebook: it is not JSON. ${SUBMIT}`,
    ],
    [
      'a git merge is unfinished',
      '{\n<<<<<<< HEAD\n',
      'not-json: The file holds both sides of a git merge (<<<<<<<): choose one, and submit the .ipynb file as JupyterLab saves it',
    ],
    [
      'the JSON is a list',
      '[]',
      `not-a-notebook: The file is not a notebook: it holds JSON, but no notebook. ${SUBMIT}`,
    ],
    [
      'the JSON is a string',
      '"{}"',
      `not-a-notebook: The file is not a notebook: it holds JSON, but no notebook. ${SUBMIT}`,
    ],
    [
      'there is no nbformat',
      '{"cells":[]}',
      `not-a-notebook: The file is not a notebook: it has no "nbformat". ${SUBMIT}`,
    ],
    [
      'it is nbformat 3',
      '{"nbformat":3,"worksheets":[]}',
      'unsupported-nbformat: The notebook is stored in nbformat 3: open it in JupyterLab and save it as nbformat 4',
    ],
    [
      'it is nbformat 5',
      '{"nbformat":5,"cells":[]}',
      'unsupported-nbformat: The notebook is stored in nbformat 5: open it in JupyterLab and save it as nbformat 4',
    ],
    [
      'nbformat is no number',
      '{"nbformat":"4","cells":[]}',
      'unsupported-nbformat: The notebook is stored in an unknown nbformat: open it in JupyterLab and save it as nbformat 4',
    ],
    [
      'there are no cells',
      '{"nbformat":4}',
      `not-a-notebook: The file is not a notebook: it has no list of cells. ${SUBMIT}`,
    ],
    [
      'the cells are no list',
      '{"nbformat":4,"cells":{}}',
      `not-a-notebook: The file is not a notebook: it has no list of cells. ${SUBMIT}`,
    ],
    [
      'a cell is null',
      notebook([cell(), null]),
      `not-a-notebook: The file is not a notebook: cell 2 is not a cell. ${SUBMIT}`,
    ],
    [
      'a cell is of an unknown type',
      notebook([cell({ cell_type: 'heading' })]),
      `not-a-notebook: The file is not a notebook: cell 1 is of an unknown type. ${SUBMIT}`,
    ],
    [
      'a source is a number',
      notebook([cell({ source: 1 })]),
      `not-a-notebook: The file is not a notebook: the source of cell 1 is not text. ${SUBMIT}`,
    ],
    [
      'a line of a source is null',
      notebook([cell({ source: ['a', null] })]),
      `not-a-notebook: The file is not a notebook: the source of cell 1 is not text. ${SUBMIT}`,
    ],
    [
      'it is a zip archive',
      new Uint8Array([0x50, 0x4b, 3, 4, 0xff]),
      'not-text: The file is an archive: unpack it and submit the .ipynb file itself',
    ],
    [
      'it is an image',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
      'not-text: The file is not text in UTF-8: submit the .ipynb file as JupyterLab saved it',
    ],
  ])('when %s', (_, content, message) => {
    expect(refusal(content)).toBe(message);
  });

  test('when the file is larger than allowed', () => {
    expect(refusal(new Uint8Array(200 << 20), { maxBytes: 64 << 20 })).toBe(
      'too-large: The file is larger than 64 MiB: clear the outputs of its cells and save it again',
    );
    expect(refusal(notebook(), { maxBytes: 100 })).toContain('larger than 0 KiB');
  });
});

describe('parseNotebook()', () => {
  test.each([0, 1, 2, 3, 4, 5])('reads nbformat 4.%i', (minor) => {
    const { cells } = parseNotebook(
      notebook([cell({ id: undefined, source: 'a;\r\nb;\rc' })], { nbformat_minor: minor }),
    );
    expect(cells).toMatchObject([{ id: undefined, kind: 'code', source: 'a;\nb;\nc' }]);
  });

  test('reads a byte-order mark, Windows line ends and UTF-16', () => {
    const text = notebook([cell({ source: 'const größe = "数据";' })]).replaceAll(',', ',\r\n');
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const swapped = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16());
    for (const content of [text, `\uFEFF${text}`, bytes(`\uFEFF${text}`), utf16, swapped])
      expect(parseNotebook(content).cells[0]!.source).toBe('const größe = "数据";');
  });

  test('forgives damaged ids, metadata, outputs and counts', () => {
    const { cells, metadata } = parseNotebook(
      notebook(
        [
          cell({ id: 'not valid!', metadata: null, outputs: 'x', execution_count: 1.5, source: null }),
          cell({ id: 7, outputs: [null, {}] }),
        ],
        { metadata: [] },
      ),
    );
    expect(metadata).toEqual({});
    expect(cells[0]).toEqual({
      id: undefined,
      kind: 'code',
      source: '',
      metadata: {},
      outputs: [],
      executionCount: null,
      other: {},
    });
    expect(cells[1]).toMatchObject({ id: undefined, outputs: [{}] });
  });

  test('keeps ids that stand twice, for those who restore it', () => {
    expect(parseNotebook(notebook([cell(), cell()])).cells.map(({ id }) => id)).toEqual(['a', 'a']);
  });

  test('does not fall for keys that objects are made of', () => {
    const { metadata, cells } = parseNotebook(
      '{"nbformat":4,"metadata":{"__proto__":{"gradlab":1}},"__proto__":{"x":1},"cells":[{"cell_type":"code","constructor":{},"__proto__":{"source":"no"}}]}',
    );
    expect(metadata.gradlab).toBeUndefined();
    expect(cells[0]!.source).toBe('');
    expect(({} as { gradlab?: unknown }).gradlab).toBeUndefined();
  });

  test('reads the last of two equal keys, as JSON does', () => {
    expect(parseNotebook('{"cells":1,"nbformat":4,"cells":[]}').cells).toEqual([]);
  });

  test('freezes metadata and outputs: they keep the text that they were read from', () => {
    const { cells, metadata } = parseNotebook(
      notebook([cell({ metadata: { a: { b: [1] } }, outputs: [{ output_type: 'stream' }] })]),
    );
    expect(() => (metadata.x = 1)).toThrow(TypeError);
    expect(Object.isFrozen((cells[0]!.metadata.a as { b: unknown }).b)).toBe(true);
    cells[0]!.outputs.push({});
  });

  test('reads metadata that is nested a hundred thousand levels deep', () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    expect(
      parseNotebook(notebook([cell()], { metadata: { x: 1 } }).replace('{"x":1}', `{"x":${deep}}`)).cells,
    ).toHaveLength(1);
  });

  test('reads megabytes of outputs', () => {
    const outputs = [
      { output_type: 'stream', name: 'stdout', text: ['x'.repeat(10 << 20)] },
      {
        output_type: 'display_data',
        metadata: {},
        data: { 'application/json': Array.from({ length: 200_000 }, (_, i) => i / 7) },
      },
    ];
    const text = notebook([cell({ outputs }), cell({ source: '\\"'.repeat(1e6) })]);
    expect(parseNotebook(text).cells[1]!.source).toHaveLength(2e6);
  });
});

test('a notebook of more code than it may have is refused; outputs and texts are none', () => {
  const long = 'x'.repeat(3 << 20);
  expect(refusal(notebook([cell(), cell({ source: long })]), { maxCode: 2 << 20 })).toBe(
    'too-large: The code cells hold 3 MiB of text, at most 2 MiB are read: take out what is no code, such as data pasted in, and save it again',
  );
  const output = { output_type: 'stream', name: 'stdout', text: [long] };
  const text = cell({ cell_type: 'markdown', source: long });
  const read = parseNotebook(notebook([cell({ outputs: [output] }), text]), { maxCode: 2 << 20 });
  expect(read.cells).toHaveLength(2);
});

test('a file of more values than it may have is refused before they are read, whatever stands in its texts', () => {
  const tooMany = /^too-large: The file holds more than 1,000 values: clear the outputs of its cells/;
  const output = { output_type: 'display_data', metadata: {}, data: { 'text/plain': Array(1000).fill('x') } };
  expect(refusal(notebook([cell({ outputs: [output] })]), { maxValues: 1000 })).toMatch(tooMany);
  expect(
    refusal(
      notebook([cell()], { metadata: Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [i, 0])) }),
      { maxValues: 1000 },
    ),
  ).toMatch(tooMany);
  const deep = `${'['.repeat(1001)}${']'.repeat(1001)}`;
  expect(refusal(`{"cells":[],"deep":${deep},"nbformat":4}`, { maxValues: 1000 })).toMatch(tooMany);
  const text = `${',:[{'.repeat(2000)}\\"${',:[{'.repeat(2000)}\\`;
  const read = parseNotebook(notebook([cell({ source: text })]), { maxValues: 1000 });
  expect(read.cells[0]!.source).toBe(text);
});
