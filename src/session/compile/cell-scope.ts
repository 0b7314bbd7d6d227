import type { CellSyntax, NameKind } from './cell-syntax.js';

/** Where a name of an earlier cell is defined: the slot (1, 2, …) of the cell that last defined it. */
export interface ScopeName {
  slot: number;
  kind: NameKind;
  isType: boolean;
  isValue: boolean;
}

/** The names that earlier cells have defined, values and types apart: redeclaring a value as a type keeps both. */
export class CellScope {
  readonly #values: Map<string, ScopeName>;
  readonly #types: Map<string, ScopeName>;

  constructor(values?: Map<string, ScopeName>, types?: Map<string, ScopeName>) {
    this.#values = new Map(values);
    this.#types = new Map(types);
  }

  copy(): CellScope {
    return new CellScope(this.#values, this.#types);
  }

  value(name: string): ScopeName | undefined {
    return this.#values.get(name);
  }

  type(name: string): ScopeName | undefined {
    return this.#types.get(name);
  }

  /** Whether a name still means what the cell in this slot has defined. */
  isCurrent(slot: number, name: string): boolean {
    return (this.#types.get(name) ?? this.#values.get(name))?.slot === slot;
  }

  /** Takes over what a cell has defined.
   * @param unreached Names that the cell would have defined but did not reach: the earlier definition stays. */
  define(slot: number, names: Iterable<ScopeName & { name: string }>, unreached: ReadonlySet<string>): void {
    for (const { name, kind, isType, isValue } of names) {
      if (isValue && unreached.has(name)) continue;
      const entry: ScopeName = { slot, kind, isType, isValue };
      if (isValue) {
        if (this.#values.get(name)?.isType) this.#types.delete(name);
        this.#values.set(name, entry);
      }
      if (isType) {
        if (this.#types.get(name)?.isValue && !isValue) this.#values.delete(name);
        this.#types.set(name, entry);
      }
    }
  }

  /** Every name of the earlier cells. */
  names(): string[] {
    return [...new Set([...this.#values.keys(), ...this.#types.keys()])];
  }

  /** The cells that a name still leads to. */
  slots(): Set<number> {
    return new Set([...this.#values.values(), ...this.#types.values()].map(({ slot }) => slot));
  }

  /** The earlier names that a cell mentions and does not declare itself. */
  usedBy(syntax: CellSyntax): string[] {
    return [...syntax.identifiers].filter((name) => this.#values.has(name) || this.#types.has(name));
  }
}
