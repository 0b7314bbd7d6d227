import { holdsMoreThan, splitArray, splitObject } from './json-text.js';
import { keepJson } from './kept-json.js';
import { NotebookFormatError } from './notebook-format-error.js';
import { decodeNotebook } from './decode-notebook.js';
import { isCellId, type Cell, type CellKind, type Notebook } from './notebook.js';

/** Reads a notebook of nbformat 4.0 to 4.5. Tolerates what editors and students do to one: a byte-order mark, Windows
 * line ends, missing, invalid or repeated cell ids, damaged metadata and outputs.
 *
 * Metadata, outputs and unknown keys are frozen: they keep the text that they were read from.
 * @param content The file, as bytes or text.
 * @param maxBytes A larger file is refused.
 * @param maxValues One with more values and keys is refused: they take a hundred times the room that their text does.
 * @param maxCode One whose code cells hold more characters together is refused: reading code takes a hundred times as long as reading
 * outputs.
 * @throws {NotebookFormatError} If it is not such a notebook. */
export function parseNotebook(
  content: Uint8Array | string,
  { maxBytes = DEFAULT_MAX_BYTES, maxValues = Infinity, maxCode = Infinity } = {},
): Notebook {
  const size = typeof content === 'string' ? content.length : content.byteLength;
  if (size > maxBytes)
    throw new NotebookFormatError(
      'too-large',
      `The file is larger than ${readableSize(maxBytes)}: clear the outputs of its cells and save it again`,
    );
  const text = (typeof content === 'string' ? content : decodeNotebook(content)).replace(/^\uFEFF/, '');
  if (!/\S/.test(text))
    throw new NotebookFormatError('empty', 'The file is empty: save the notebook and submit it again');
  if (maxValues < Infinity && holdsMoreThan(text, maxValues))
    throw new NotebookFormatError(
      'too-large',
      `The file holds more than ${maxValues.toLocaleString('en')} values: clear the outputs of its cells and save it again`,
    );
  if (!isObject(validJson(text))) throw notANotebook('it holds JSON, but no notebook');
  const root = splitObject(text);
  checkFormat(root.get('nbformat'));
  const cells = root.get('cells');
  if (cells === undefined || !isArray(cells)) throw notANotebook('it has no list of cells');
  const read = splitArray(cells).map(parseCell);
  const code = read.reduce((sum, { kind, source }) => sum + (kind === 'code' ? source.length : 0), 0);
  if (code > maxCode)
    throw new NotebookFormatError(
      'too-large',
      `The code cells hold ${readableSize(code)} of text, at most ${readableSize(maxCode)} are read: take out what is no code, such as data pasted in, and save it again`,
    );
  return {
    metadata: keptObject(root.get('metadata')),
    cells: read,
    other: keptRest(root, ['cells', 'metadata', 'nbformat', 'nbformat_minor']),
  };
}

/** Longer text does not fit into a JavaScript string. */
const DEFAULT_MAX_BYTES = 2 ** 29 - 24;

const KINDS: readonly string[] = ['code', 'markdown', 'raw'] satisfies CellKind[];

function parseCell(json: string, index: number): Cell {
  if (!isObject(json)) throw notANotebook(`cell ${index + 1} is not a cell`);
  const fields = splitObject(json);
  const value = (key: string): unknown => (fields.has(key) ? JSON.parse(fields.get(key)!) : undefined);
  const id = value('id');
  const kind = value('cell_type');
  if (typeof kind !== 'string' || !KINDS.includes(kind))
    throw notANotebook(`cell ${index + 1} is of an unknown type`);
  const count = value('execution_count');
  const outputs = fields.get('outputs') ?? '';
  return {
    id: isCellId(id) ? id : undefined,
    kind: kind as CellKind,
    source: joinedSource(value('source'), index),
    metadata: keptObject(fields.get('metadata')),
    outputs: kind === 'code' && isArray(outputs) ? splitArray(outputs).filter(isObject).map(keepJson) : [],
    executionCount: Number.isSafeInteger(count) ? (count as number) : null,
    other: keptRest(fields, ['id', 'cell_type', 'source', 'metadata', 'outputs', 'execution_count']),
  };
}

function joinedSource(source: unknown, index: number): string {
  const parts: unknown[] = Array.isArray(source) ? source : [source ?? ''];
  if (!parts.every((part) => typeof part === 'string'))
    throw notANotebook(`the source of cell ${index + 1} is not text`);
  return parts.join('').replace(/\r\n?/g, '\n');
}

function checkFormat(json: string | undefined): void {
  if (json === undefined) throw notANotebook('it has no "nbformat"');
  const nbformat: unknown = JSON.parse(json);
  if (nbformat === 4) return;
  const format = typeof nbformat === 'number' ? `nbformat ${nbformat}` : 'an unknown nbformat';
  throw new NotebookFormatError(
    'unsupported-nbformat',
    `The notebook is stored in ${format}: open it in JupyterLab and save it as nbformat 4`,
  );
}

function validJson(text: string): string {
  try {
    JSON.parse(text);
    return text.trimStart();
  } catch (error) {
    throw new NotebookFormatError('not-json', notJsonMessage(text), { cause: error });
  }
}

function notJsonMessage(text: string): string {
  if (/^<{7} /m.test(text))
    return 'The file holds both sides of a git merge (<<<<<<<): choose one, and submit the .ipynb file as JupyterLab saves it';
  return 'The file is not a notebook: it is not JSON. Submit the .ipynb file as JupyterLab saved it';
}

const keptObject = (json: string | undefined) => (json !== undefined && isObject(json) ? keepJson(json) : {});

function keptRest(members: ReadonlyMap<string, string>, known: readonly string[]): Record<string, unknown> {
  const rest = [...members].filter(([key]) => !known.includes(key));
  return rest.length
    ? keepJson(`{${rest.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`)
    : {};
}

const isObject = (json: string) => json.startsWith('{');
const isArray = (json: string) => json.startsWith('[');

function notANotebook(why: string): NotebookFormatError {
  return new NotebookFormatError(
    'not-a-notebook',
    `The file is not a notebook: ${why}. Submit the .ipynb file as JupyterLab saved it`,
  );
}

function readableSize(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.floor(bytes / 1024)} KiB` : `${Math.floor(bytes / 2 ** 20)} MiB`;
}
