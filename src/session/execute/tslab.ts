import { randomUUID } from 'node:crypto';
import type { DisplayOptions, MimeBundle } from '../wire/messages.js';

/** Shows one thing, in one form, below the cell. */
export interface Display {
  javascript(code: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(contentType: string, content: string | Uint8Array): void;
}

/** What `import 'tslab'` gives in gradlab's processes: the interface of the stock kernel, whose notebooks run here so.
 * @see https://github.com/yunabe/tslab */
export const versions = { tslab: '1.0.22 (gradlab)', node: process.version };

/** A display whose content each call replaces. */
export const newDisplay = (): Display => makeDisplay(randomUUID());

export const display: Display = makeDisplay();

function makeDisplay(displayId?: string): Display {
  let isShown = false;
  const raw = (contentType: string, content: string | Uint8Array) => {
    const data = typeof content === 'string' ? content : Buffer.from(content).toString('base64');
    const options: DisplayOptions = displayId === undefined ? {} : { displayId, update: isShown };
    isShown = true;
    host().display({ [contentType]: data }, options);
  };
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    javascript: as('text/javascript'),
    html: as('text/html'),
    markdown: as('text/markdown'),
    latex: as('text/latex'),
    svg: as('image/svg+xml'),
    png: as('image/png'),
    jpeg: as('image/jpeg'),
    gif: as('image/gif'),
    pdf: as('application/pdf'),
    text: as('text/plain'),
    raw,
  };
}

interface Host {
  display(bundle: MimeBundle, options: DisplayOptions): void;
}

const host = () => (globalThis as unknown as Record<symbol, Host>)[Symbol.for('gradlab.host')]!;
