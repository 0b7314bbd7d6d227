import type { Header } from './message.js';

/** Text that a cell has printed. */
interface Printed {
  name: 'stdout' | 'stderr';
  text: string;
  parent: Partial<Header>;
}

/** Puts together what is printed in quick succession: JupyterLab draws all that a cell has printed again for each message, and stands still
 * for minutes where a flood comes in many. The first text goes out at once, more of it ten times a second. */
export class StreamPacer {
  readonly #publish: (printed: Printed) => void;
  #waiting: Printed | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastSent = -Infinity;

  constructor(publish: (printed: Printed) => void) {
    this.#publish = publish;
  }

  add(printed: Printed): void {
    const { name, text, parent } = printed;
    if (this.#waiting && (this.#waiting.name !== name || this.#waiting.parent !== parent)) this.flush();
    this.#waiting = { ...printed, text: (this.#waiting?.text ?? '') + text };
    const waits = this.#lastSent + PACE_MS - performance.now();
    if (waits <= 0 || this.#waiting.text.length > MOST_CHARACTERS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), waits);
  }

  /** To be called before anything else is published, so that the order stays. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#waiting) return;
    const printed = this.#waiting;
    this.#waiting = undefined;
    this.#lastSent = performance.now();
    this.#publish(printed);
  }
}

const PACE_MS = 100;
const MOST_CHARACTERS = 2 ** 20;
