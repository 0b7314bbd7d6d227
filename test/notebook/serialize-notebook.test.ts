import fs from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeCell,
  fillNotebook,
  parseNotebook,
  serializeNotebook,
  solutionNotebook,
  splitLines,
  starterNotebook,
  type Notebook,
} from '../../src/notebook/index.js';
import { exerciseOne } from './exercise-one.js';

const fixture = (name: string) => fs.readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** Draft 4, of which it uses nothing that later drafts read otherwise. */
const { $schema: _, ...schema } = JSON.parse(fixture('nbformat.v4.5.schema.json')) as Record<string, unknown>;
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

function expectValid(text: string): void {
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
}

const empty: Notebook = { metadata: {}, cells: [], other: {} };

describe('serializeNotebook()', () => {
  test.each(['unusual.ipynb', 'no-cells.ipynb'])(
    'writes %s, which Jupyter wrote, back byte for byte',
    (name) => {
      expect(serializeNotebook(parseNotebook(fixture(name)))).toBe(fixture(name));
    },
  );

  test('keeps numbers and escapes of metadata, attachments and unknown keys that JSON.parse() would change', () => {
    const values = [
      '1.0',
      '-0.0',
      '1e+22',
      '9007199254740993',
      '0.10000000000000000555',
      '"\\u00e9\\/"',
      '{"b":1,"a":1.50,"b":2.0}',
      '[]',
      '[ ]',
      '{"10":1,"9":2}',
    ];
    for (const value of values) {
      const text = `{"cells":[{"cell_type":"raw","source":"","attachments":{"a":${value}},"metadata":{"m":${value}},"more":${value}}],"extra":${value},"metadata":{"m":${value}},"nbformat":4,"nbformat_minor":5}`;
      const bare = serializeNotebook(parseNotebook(text)).replace(/\n */g, '').replaceAll(': ', ':');
      const expected = value.replace('[ ]', '[]');
      expect(bare).toContain(`"extra":${expected}`);
      expect(bare.split(expected).length - 1).toBeGreaterThanOrEqual(5);
    }
  });

  test('lays a notebook out as Jupyter does, however it was laid out', () => {
    const tree: unknown = JSON.parse(fixture('unusual.ipynb'));
    const pretty = serializeNotebook(parseNotebook(JSON.stringify(tree, null, 4)));
    expect(serializeNotebook(parseNotebook(JSON.stringify(tree)))).toBe(pretty);
    expect(serializeNotebook(parseNotebook(JSON.stringify(tree, null, '\t').replaceAll('\n', '\r\n')))).toBe(
      pretty,
    );
    expect(JSON.parse(pretty)).toEqual(JSON.parse(JSON.stringify(tree)));
  });

  test('changes nothing in a notebook that it wrote (property)', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    const cell = fc.record({
      cell_type: fc.constantFrom('code', 'markdown', 'raw'),
      source: fc.string({ unit: 'binary' }),
      metadata: json,
      attachments: json,
      id: fc.string(),
    });
    fc.assert(
      fc.property(json, fc.array(cell), json, (metadata, cells, other) => {
        const once = serializeNotebook(
          parseNotebook(JSON.stringify({ ...other, nbformat: 4, metadata, cells })),
        );
        const read = JSON.parse(once) as {
          metadata: unknown;
          cells: { metadata: unknown; source: string[] }[];
        };
        expect(read.metadata).toEqual(JSON.parse(JSON.stringify(metadata)));
        expect(read.cells.map(({ source }) => source.join(''))).toEqual(
          cells.map(({ source }) => source.replace(/\r\n?/g, '\n')),
        );
        expect(serializeNotebook(parseNotebook(once))).toBe(once);
      }),
      { numRuns: 30 },
    );
  });

  test('gives ids to cells without one, and new ones to those that stand twice', () => {
    const cells = [
      codeCell('a', ''),
      codeCell('a', ''),
      { ...codeCell('', ''), id: undefined },
      codeCell('a-1', ''),
      codeCell('x'.repeat(64), ''),
      codeCell('x'.repeat(64), ''),
    ];
    const text = serializeNotebook({ ...empty, cells });
    expectValid(text);
    expect(parseNotebook(text).cells.map(({ id }) => id)).toEqual([
      'a',
      'a-2',
      'cell-1',
      'a-1',
      'x'.repeat(64),
      `${'x'.repeat(48)}-1`,
    ]);
  });

  test('writes 50 000 cells with one id', () => {
    const text = serializeNotebook({
      ...empty,
      cells: Array.from({ length: 50_000 }, () => codeCell('a', 'x')),
    });
    expect(new Set(parseNotebook(text).cells.map(({ id }) => id)).size).toBe(50_000);
  });

  test('writes metadata that is nested a hundred thousand levels deep, and reads it again', () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    const text = serializeNotebook(parseNotebook(`{"nbformat":4,"cells":[],"metadata":{"x":${deep},"y":1}}`));
    expect(text.replace(/\s/g, '')).toContain(deep);
    expect(serializeNotebook(parseNotebook(text))).toBe(text);
  });

  test('writes outputs that a run has put in with sorted keys', () => {
    const cell = {
      ...codeCell('a', 'x\n'),
      executionCount: 2,
      outputs: [{ output_type: 'stream', text: ['b'], name: 'stdout' }],
    };
    const text = serializeNotebook({ ...empty, cells: [cell] });
    expectValid(text);
    expect(text).toContain(
      '"outputs": [\n    {\n     "name": "stdout",\n     "output_type": "stream",\n     "text": [\n      "b"\n     ]\n    }\n   ],',
    );
  });

  test('writes starter, solution and filled notebooks that are valid nbformat 4.5', () => {
    const document = exerciseOne();
    for (const notebook of [
      starterNotebook(document),
      solutionNotebook(document),
      fillNotebook(document, 'starter', new Map([['fit', '1;']])),
    ]) {
      const text = serializeNotebook(notebook);
      expectValid(text);
      expect(parseNotebook(text)).toEqual(notebook);
      expect(serializeNotebook(parseNotebook(text))).toBe(text);
    }
  });

  test('writes names with spaces, quotes and other alphabets', () => {
    const text = serializeNotebook({ ...empty, metadata: { 'O"Brien Ünal 学生': "d'Arc \u2028" } });
    expect(parseNotebook(text).metadata).toEqual({ 'O"Brien Ünal 学生': "d'Arc \u2028" });
  });
});

describe('splitLines()', () => {
  test('cuts where Python does', () => {
    expect(splitLines('')).toEqual([]);
    expect(splitLines('a\nb')).toEqual(['a\n', 'b']);
    expect(splitLines('a\r\nb\rc\n\n')).toEqual(['a\r\n', 'b\r', 'c\n', '\n']);
    expect(splitLines('a\u2028b\x85c\f')).toEqual(['a\u2028', 'b\x85', 'c\f']);
  });
});
