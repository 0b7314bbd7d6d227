import ts = require('typescript');
import { CELLS_MODULE, cellsModuleText, EMPTY_SLOT } from './checked-text.js';
import { cellFile, type CellCompilerHost } from './compiler-host.js';

/** A text that TypeScript is to check as a module. */
export interface SlotText {
  text: string;
  /** It may change what is global. */
  isGlobal: boolean;
  /** Slots whose types it depends on. */
  uses: readonly number[];
}

/** How many slots are made at once. */
const SLOTS = 200;

/** The modules of a TypeScript program that hold cells, one each, and the program.
 *
 * Empty slots made beforehand let cells share a program and its checker (`fillFile`), or at least the structure of the
 * program. A text that is in a slot already, from another notebook, is not put in again: what the checker knows of it stays good, as
 * slots never change while the program lives. */
export class CellSlots {
  readonly #host: CellCompilerHost;
  readonly #options: ts.CompilerOptions;
  readonly #inUse: () => Iterable<number>;
  #program: ts.Program | undefined;
  /** The program has every slot as it is. */
  #isCurrent = false;
  /** Slots of the program that may change what is global. */
  #programGlobals: number[] = [];
  #count = 0;
  /** The last slot that the program's checker may have looked into. */
  #used = 0;
  /** Slots before that which are empty again. */
  #free: number[] = [];
  /** The notebook's own. */
  #own = new Map<number, SlotText>();
  /** Of other notebooks, and of cells that were only foreseen, by their text. */
  readonly #others = new Map<string, number>();
  #isForeseeing = false;

  /** @param inUse The slots that later cells may still look into, apart from what these depend on. */
  constructor(host: CellCompilerHost, options: ts.CompilerOptions, inUse: () => Iterable<number>) {
    this.#host = host;
    this.#options = options;
    this.#inUse = inUse;
    this.#add(SLOTS);
    this.freshProgram(); // Reads the libraries now: the deadline of the first cell is for its types only.
  }

  /** Puts a text into a slot, after those that are there. */
  place(placed: SlotText): number {
    const slot = this.#slotOf(placed) ?? this.#fill(placed);
    this.#own.set(slot, placed);
    return slot;
  }

  /** A slot that holds the text already. What is global is made so in the order of the slots. */
  #slotOf({ text, isGlobal }: SlotText): number | undefined {
    const there = this.#others.get(text);
    if (there === undefined || (isGlobal && this.#globals().some((slot) => slot > there))) return undefined;
    this.#others.delete(text);
    return there;
  }

  #fill({ text, isGlobal }: SlotText): number {
    const slot = this.#emptySlot(isGlobal);
    if (this.#isCurrent && !isGlobal) this.#host.fillCell(`s${slot}`, text);
    else this.#change(`s${slot}`, text);
    if (isGlobal) this.#programGlobals.push(slot);
    return slot;
  }

  /** Takes a text out that does not compile. */
  remove(slot: number): void {
    const { isGlobal } = this.#own.get(slot)!;
    const wasCurrent = this.#isCurrent;
    this.#empty(slot);
    // Nobody looks into this slot of the program; but what it makes global would count.
    this.#isCurrent = wasCurrent && !isGlobal;
    this.#own.delete(slot);
    this.#programGlobals = this.#programGlobals.filter((other) => other !== slot);
  }

  /** Begins a notebook.
   * @param forgetAll Nothing in the slots may serve it. */
  reset(forgetAll: boolean): void {
    for (const slot of this.#own.keys()) this.#leave(slot);
    if (!forgetAll && this.#used <= SLOTS / 2) return;
    this.#dropOthers();
    this.#used = 0;
    this.#free = [];
    this.#isCurrent = false;
  }

  /** Places cells that may not come: afterwards they are not there, but for those that have the same text. */
  foresee(place: () => void): void {
    const own = this.#own;
    this.#own = new Map(own);
    this.#isForeseeing = true;
    try {
      place();
    } finally {
      for (const slot of this.#own.keys()) if (!own.has(slot)) this.#leave(slot);
      this.#own = own;
      this.#isForeseeing = false;
    }
  }

  /** A program of the slots whose checker may have looked at other cells before; nothing where that could make a difference. */
  get sharedProgram(): ts.Program | undefined {
    return this.#isCurrent && this.#hasOwnGlobalsOnly() ? this.#program : undefined;
  }

  /** A program of the slots with a checker that has looked at nothing. */
  freshProgram(): ts.Program {
    if (!this.#hasOwnGlobalsOnly()) this.#dropOthers();
    this.#program = ts.createProgram({
      rootNames: [cellFile(CELLS_MODULE)],
      options: this.#options,
      host: this.#host,
      oldProgram: this.#program,
    });
    this.#isCurrent = true;
    return this.#program;
  }

  /** The checker has stopped in the middle of something: the next program is a fresh one. */
  distrustChecker(): void {
    this.#isCurrent = false;
  }

  /** The slots of the notebook's cells, from the first cell to the last. */
  inOrder(): Iterable<number> {
    return this.#own.keys();
  }

  #globals(): number[] {
    return [...this.#own].flatMap(([slot, { isGlobal }]) => (isGlobal ? slot : []));
  }

  #hasOwnGlobalsOnly(): boolean {
    return this.#programGlobals.every((slot) => this.#own.has(slot));
  }

  /** @param last After all others. */
  #emptySlot(last: boolean): number {
    this.#makeRoom(last);
    return (last ? undefined : this.#free.pop()) ?? ++this.#used;
  }

  /** Sees to it that there is an empty slot. */
  #makeRoom(atTheEnd: boolean): void {
    if (this.#used < this.#count || (!atTheEnd && this.#free.length > 0)) return;
    // What is foreseen is not all that may be needed.
    if (!this.#isForeseeing) this.#clearUnreachable();
    if (atTheEnd || this.#free.length < SLOTS / 4) this.#add(SLOTS);
  }

  /** Forgets the cells that no name leads to any more, nor the types of others: people run their cells again and again. */
  #clearUnreachable(): void {
    this.#dropOthers();
    const reachable = new Set([...this.#inUse(), ...this.#globals()]);
    for (const slot of reachable) for (const used of this.#own.get(slot)!.uses) reachable.add(used);
    this.#free = [];
    for (let slot = this.#used; slot > 0; slot--) {
      if (reachable.has(slot)) continue;
      this.#empty(slot);
      this.#own.delete(slot);
      this.#free.push(slot);
    }
  }

  #leave(slot: number): void {
    this.#others.set(this.#own.get(slot)!.text, slot);
    this.#own.delete(slot);
  }

  #dropOthers(): void {
    for (const slot of this.#others.values()) this.#empty(slot);
    this.#others.clear();
    this.#programGlobals = this.#programGlobals.filter((slot) => this.#own.has(slot));
  }

  #add(count: number): void {
    const first = this.#count + 1;
    this.#count += count;
    this.#change(CELLS_MODULE, cellsModuleText(this.#count));
    for (let slot = first; slot <= this.#count; slot++) this.#empty(slot);
  }

  #empty(slot: number): void {
    this.#change(`s${slot}`, EMPTY_SLOT);
  }

  /** Puts the text of a slot in place for the next program. */
  #change(name: string, text: string): void {
    this.#host.setCell(name, text);
    this.#isCurrent = false;
  }
}
