/** How other cells reach a name: accessors into the scope of the cell that declares it. */
interface Binding {
  get: () => unknown;
  set?: (value: unknown) => void;
}

export type Definition = [name: string, get: () => unknown, set?: (value: unknown) => void];

/** The names of all cells that have run. A name means what the newest cell that reached its declaration says;
 * reading and writing go through to that cell's own variable, so its functions see the change. */
export class CellNamespace {
  readonly #bindings = new Map<string, Binding[]>();

  /** Adds the names of a cell that is about to run; until it reaches a declaration, the earlier one counts. */
  define(definitions: Definition[]): void {
    for (const [name, get, set] of definitions) {
      const earlier = this.#bindings.get(name) ?? [];
      this.#bindings.set(name, [set ? { get, set } : { get }, ...earlier]);
    }
  }

  /** Puts a value in place of what a name means, for all cells that use it across cells. */
  standIn(name: string, value: unknown): () => void {
    const before = this.#bindings.get(name);
    let current = value;
    this.#bindings.set(name, [{ get: () => current, set: (next) => (current = next) }]);
    return () => {
      if (before) this.#bindings.set(name, before);
      else this.#bindings.delete(name);
    };
  }

  has(name: string): boolean {
    return this.#reached(name) !== undefined;
  }

  /** @throws {ReferenceError} If no cell has defined the name. */
  get(name: string): unknown {
    const bindings = this.#bindings.get(name);
    if (bindings) {
      for (const { get } of bindings) {
        try {
          return get();
        } catch {
          // Not reached yet: the binding is in its temporal dead zone.
        }
      }
      throw new ReferenceError(`Cannot access '${name}' before initialization`);
    }
    if (name in globalThis) return (globalThis as Record<string, unknown>)[name];
    throw new ReferenceError(`${name} is not defined`);
  }

  set(name: string, value: unknown): void {
    const binding = this.#reached(name);
    if (!binding) throw new ReferenceError(`${name} is not defined`);
    if (!binding.set) throw new TypeError('Assignment to constant variable.');
    binding.set(value);
  }

  /** After a cell has run: drops the declarations that it did not reach and those that it has replaced.
   * @returns The names that it did not reach. */
  settle(names: readonly string[]): string[] {
    const unreached: string[] = [];
    for (const name of names) {
      const bindings = this.#bindings.get(name) ?? [];
      const newest = bindings[0];
      if (newest && isReached(newest)) this.#bindings.set(name, [newest]);
      else {
        unreached.push(name);
        if (bindings.length > 1) this.#bindings.set(name, bindings.slice(1));
        else this.#bindings.delete(name);
      }
    }
    return unreached;
  }

  #reached(name: string): Binding | undefined {
    return this.#bindings.get(name)?.find(isReached);
  }
}

function isReached({ get }: Binding): boolean {
  try {
    get();
    return true;
  } catch {
    return false;
  }
}
