export type CellKind = 'code' | 'markdown' | 'raw';

/** A notebook in memory: nbformat 4, sources joined, everything unknown kept as it was. */
export interface Notebook {
  metadata: Record<string, unknown>;
  cells: Cell[];
  /** Keys of the file that nbformat does not define. */
  other: Record<string, unknown>;
}

export interface Cell {
  /** Missing before nbformat 4.5, or where it is not a valid id. */
  id: string | undefined;
  kind: CellKind;
  /** With `\n` line ends. */
  source: string;
  metadata: Record<string, unknown>;
  /** Of code cells, as the file has them. */
  outputs: unknown[];
  executionCount: number | null;
  /** Attachments and keys that nbformat does not define. */
  other: Record<string, unknown>;
}

/** What nbformat 4.5 allows as a cell id. */
export const isCellId = (id: unknown): id is string =>
  typeof id === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(id);

/** A new code cell. */
export function codeCell(id: string, source: string, metadata: Record<string, unknown> = {}): Cell {
  return { id, kind: 'code', source, metadata, outputs: [], executionCount: null, other: {} };
}
