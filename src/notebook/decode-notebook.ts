import { NotebookFormatError } from './notebook-format-error.js';

/** Text of a file: UTF-8, or UTF-16 with a byte-order mark, as some Windows editors save it.
 * @throws {NotebookFormatError} If it is neither. */
export function decodeNotebook(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    const message = isArchive(bytes)
      ? 'The file is an archive: unpack it and submit the .ipynb file itself'
      : 'The file is not text in UTF-8: submit the .ipynb file as JupyterLab saved it';
    throw new NotebookFormatError('not-text', message, { cause: error });
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** zip (`PK`), gzip, 7z. */
function isArchive([first, second]: Uint8Array): boolean {
  const signature = ((first ?? 0) << 8) | (second ?? 0);
  return signature === 0x504b || signature === 0x1f8b || signature === 0x377a;
}
