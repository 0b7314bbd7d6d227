import { NotRunError, notThereYet } from './not-run-error.js';
import { dictionary } from '../primordials.js';

/** How other cells reach a name: accessors into the scope of the cell that declares it. */
interface Binding {
  get: () => unknown;
  set?: ((value: unknown) => void) | undefined;
  /** The run of a cell that made it. */
  run?: object | undefined;
  /** What the name meant before this run, until it has settled. */
  earlier?: Binding | undefined;
}

export type Definition = [name: string, get: () => unknown, set?: (value: unknown) => void];

/** The names of all cells that have run. A name means what the newest cell that reached its declaration says;
 * reading and writing go through to that cell's own variable, so its functions see the change. */
export class CellNamespace {
  readonly #bindings: Record<string, Binding | undefined> = dictionary(null);
  /** Names that a newer cell declares and has not come to. */
  readonly #outdated: Record<string, boolean | undefined> = dictionary(null);

  /** Adds the names of a cell that is about to run; until it reaches a declaration, the earlier one counts.
   * @param run Stands for this run of the cell. */
  define(definitions: Definition[], run: object): void {
    for (let i = 0; i < definitions.length; i++) {
      const definition = definitions[i]!;
      const name = definition[0];
      this.#bindings[name] = { get: definition[1], set: definition[2], run, earlier: this.#bindings[name] };
    }
  }

  /** Puts a value in place of what a name means, for all cells that use it across cells. */
  standIn(name: string, value: unknown): () => void {
    const before = this.#bindings[name];
    let current = value;
    this.#bindings[name] = { get: () => current, set: (next) => (current = next) };
    return () => {
      this.#bindings[name] = before;
    };
  }

  has(name: string): boolean {
    return this.#reached(name) !== undefined;
  }

  /** @throws {ReferenceError} If no cell has defined the name. */
  get(name: string): unknown {
    for (let binding = this.#bindings[name]; binding; binding = binding.earlier) {
      try {
        return binding.get();
      } catch {
        // Not reached yet: the binding is in its temporal dead zone.
      }
    }
    if (this.#bindings[name]) throw new ReferenceError(`Cannot access '${name}' before initialization`);
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
  settle(names: readonly string[], run: object): string[] {
    const unreached: string[] = [];
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const newest = this.#bindings[name];
      const isOwn = newest?.run === run;
      this.#outdated[name] = !(newest && isOwn && isReached(newest));
      if (newest && !this.#outdated[name]) newest.earlier = undefined;
      else {
        unreached[unreached.length] = name;
        if (isOwn) this.#bindings[name] = newest?.earlier;
      }
    }
    return unreached;
  }

  /** A newer cell declares these names, and does not compile. */
  outdate(names: readonly string[]): void {
    for (let i = 0; i < names.length; i++) this.#outdated[names[i]!] = true;
  }

  /** The name for a check in the notebook: what the student sees is what counts.
   * @throws {NotRunError} If the newest cell that declares it has not come to it. */
  checked(name: string): unknown {
    if (this.#outdated[name])
      throw new NotRunError(
        `The cell with ${name} has an error and was not run as it is now: put the error right and run the cell again`,
      );
    if (!this.has(name)) throw notThereYet(name);
    return this.get(name);
  }

  /** Drops the declarations of a run, as if it had not been. */
  forget(names: readonly string[], run: object): void {
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      if (this.#bindings[name]?.run === run) this.#bindings[name] = this.#bindings[name]?.earlier;
    }
  }

  #reached(name: string): Binding | undefined {
    let binding = this.#bindings[name];
    while (binding && !isReached(binding)) binding = binding.earlier;
    return binding;
  }
}

/** A declaration that has not been reached is in its temporal dead zone: reading it throws. */
function isReached({ get }: Binding): boolean {
  try {
    get();
    return true;
  } catch {
    return false;
  }
}
