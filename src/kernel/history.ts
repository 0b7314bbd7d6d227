/** The inputs and outputs of one kernel, for `history_request`. Nothing is kept when it ends. */
export class History {
  readonly #entries: { line: number; input: string; output: string | null }[] = [];

  add(line: number, input: string, output: string | undefined): void {
    this.#entries.push({ line, input, output: output ?? null });
  }

  /** Answers a `history_request`: `tail`, `range` or `search`.
   * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
  find(request: Record<string, unknown>): [number, number, string | [string, string | null]][] {
    const found = this.#select(request);
    return found.map(({ line, input, output }) => [
      SESSION,
      line,
      request['output'] === true ? [input, output] : input,
    ]);
  }

  #select({ hist_access_type: access, n, pattern, unique, start, stop, session }: Record<string, unknown>) {
    const limit = typeof n === 'number' ? n : Infinity;
    if (access === 'range') {
      if (session !== undefined && session !== 0 && session !== SESSION) return [];
      const from = typeof start === 'number' ? start : 0;
      const to = typeof stop === 'number' ? stop : Infinity;
      return this.#entries.filter(({ line }) => line >= from && line < to);
    }
    if (access === 'search') {
      const matches = globExpression(typeof pattern === 'string' ? pattern : '*');
      let found = this.#entries.filter(({ input }) => matches.test(input));
      if (unique === true)
        found = found.filter(({ input }, at) => !found.slice(at + 1).some((later) => later.input === input));
      return lastOf(found, limit);
    }
    return lastOf(this.#entries, limit);
  }
}

/** Number of the current session, the only one that is known. */
const SESSION = 1;

const lastOf = <T>(entries: T[], n: number): T[] =>
  n === Infinity ? entries : entries.slice(Math.max(entries.length - n, 0));

/** `*` and `?` stand for any text and any character. */
function globExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]');
  return new RegExp(`^${source}$`);
}
