import { changedNames } from './changed-names.js';
import { mentionedNames } from './mentioned-names.js';
import type { DeclaredIn } from './submission-plan.js';

interface OwnCell {
  declared: readonly string[];
  /** Of variables, the student's own. */
  changed: readonly string[];
}

/** The names that something uses, with the student's own cells that declare or may change one of them: themselves, or by way of a function
 * or class of their own that they name. */
export class UsedNames {
  readonly #names = new Set<string>();
  readonly #cells = new Map<string, OwnCell>();
  readonly #changing = new Set<OwnCell>();
  readonly #changersOf = new Groups<OwnCell>();
  readonly #mentionersOf = new Groups<OwnCell>();

  constructor(sources: readonly string[], declaredIn: DeclaredIn) {
    const own = new Set(sources.flatMap(declaredIn));
    for (const source of new Set(sources)) {
      const { variables, properties } = changedNames(source);
      const changed = [...[...variables].filter((name) => own.has(name)), ...properties];
      const cell = { declared: declaredIn(source), changed };
      this.#cells.set(source, cell);
      for (const name of changed) this.#changersOf.add(name, cell);
      for (const name of mentionedNames(source)) if (own.has(name)) this.#mentionersOf.add(name, cell);
    }
  }

  /** Each name and each cell is followed once, however many cells there are. */
  add(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    const found = this.#changersOf.take(name);
    for (const cell of found) {
      if (this.#changing.has(cell)) continue;
      this.#changing.add(cell);
      for (const declared of cell.declared)
        for (const mentioner of this.#mentionersOf.take(declared)) found.push(mentioner);
    }
  }

  /** Something that is used is declared or may be changed by one of the student's own cells. */
  areFrom(source: string): boolean {
    const cell = this.#cells.get(source)!;
    return this.#changing.has(cell) || cell.declared.some((name) => this.#names.has(name));
  }
}

class Groups<Member> {
  readonly #members = new Map<string, Member[]>();

  add(key: string, member: Member): void {
    const members = this.#members.get(key);
    if (members) members.push(member);
    else this.#members.set(key, [member]);
  }

  /** Hands them over, once. */
  take(key: string): Member[] {
    const members = this.#members.get(key) ?? [];
    this.#members.delete(key);
    return members;
  }
}
