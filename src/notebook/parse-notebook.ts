import { isCellId, type Cell, type CellKind, type Notebook } from './notebook.js';
import { NotebookFormatError } from './notebook-format-error.js';

/** Reads a notebook of nbformat 4.0 to 4.5. Tolerates what editors and students do to one: a byte-order mark, Windows
 * line ends, missing, invalid or repeated cell ids, damaged metadata and outputs.
 * @param content The file, as bytes or text.
 * @param maxBytes A larger file is refused.
 * @throws {NotebookFormatError} If it is not such a notebook. */
export function parseNotebook(content: Uint8Array | string, { maxBytes = Infinity } = {}): Notebook {
  const size = typeof content === 'string' ? content.length : content.byteLength;
  if (size > maxBytes) {
    throw new NotebookFormatError('too-large', `The file is larger than ${Math.round(maxBytes / 2 ** 20)} MiB: clear the outputs and save it again`);
  }
  const text = (typeof content === 'string' ? content : decodeText(content)).replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new NotebookFormatError('empty', 'The file is empty: save the notebook and submit it again');
  const root = parseJson(text);
  if (!isRecord(root)) throw notANotebook('it holds JSON, but no notebook');
  const { nbformat, nbformat_minor: _minor, metadata, cells, ...other } = root;
  if (nbformat === undefined) throw notANotebook('it has no "nbformat"');
  if (nbformat !== 4) {
    throw new NotebookFormatError('unsupported-nbformat', `The notebook has format ${describeFormat(nbformat)}: open it in JupyterLab and save it as nbformat 4`);
  }
  if (!Array.isArray(cells)) throw notANotebook('it has no list of cells');
  return { metadata: isRecord(metadata) ? metadata : {}, cells: cells.map(parseCell), other };
}

function parseCell(value: unknown, index: number): Cell {
  if (!isRecord(value)) throw notANotebook(`cell ${index + 1} is not a cell`);
  const { id, cell_type: kind, source, metadata, outputs, execution_count: count, ...other } = value;
  if (kind !== 'code' && kind !== 'markdown' && kind !== 'raw') throw notANotebook(`cell ${index + 1} is of an unknown type`);
  return {
    id: isCellId(id) ? id : undefined,
    kind: kind satisfies CellKind,
    source: joinedSource(source, index),
    metadata: isRecord(metadata) ? metadata : {},
    outputs: Array.isArray(outputs) ? outputs : [],
    executionCount: typeof count === 'number' ? count : null,
    other,
  };
}

function joinedSource(source: unknown, index: number): string {
  const parts = Array.isArray(source) ? source : [source ?? ''];
  if (!parts.every((part) => typeof part === 'string')) throw notANotebook(`the source of cell ${index + 1} is not text`);
  return parts.join('').replace(/\r\n?/g, '\n');
}

function decodeText(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new NotebookFormatError('not-text', 'The file is not a text file: submit the .ipynb file itself, not an archive of it', { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new NotebookFormatError('not-json', 'The file is not a notebook: it is not JSON. Submit the .ipynb file as JupyterLab saved it', { cause: error });
  }
}

const notANotebook = (why: string) => new NotebookFormatError('not-a-notebook', `The file is not a notebook: ${why}. Submit the .ipynb file as JupyterLab saved it`);

const describeFormat = (nbformat: unknown) => (typeof nbformat === 'number' ? String(nbformat) : 'unknown');

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
