import type { Block } from './memory.js';

/** What flows between two layers, one row for each sample of a batch. */
export interface Signal {
  /** Numbers in a row. */
  readonly size: number;
  readonly values: Block;
  /** Of the loss by the values; nothing for a network's input. */
  readonly gradient: Block | undefined;
}

/** A layer over the memory of a training. */
export interface Layer {
  readonly output: Signal;
  /** Computes the output of the first `rows` rows of its input. */
  forward(rows: number): void;
  /** Leads the output's gradient back: to its parameters, and to its input where that has a gradient. */
  backward(rows: number): void;
}

/** Trained numbers and their gradient. */
export interface Parameter {
  readonly values: Block;
  readonly gradient: Block;
}
