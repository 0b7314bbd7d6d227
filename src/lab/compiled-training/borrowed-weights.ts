import tf = require('@tensorflow/tfjs');
import type { Block } from './network/memory.js';

/** A weight of a layer, as TensorFlow.js keeps it. */
export interface LayerVariable {
  readonly name: string;
  readonly shape: number[];
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/** Weights of a model in the memory of its training, for as long as that lasts.
 *
 * Whoever reads the model's own variables meanwhile (a callback that predicts or saves) finds them up to date, and what is
 * written to them (`setWeights`) arrives there before the next step. */
export class BorrowedWeights {
  readonly #blocks: readonly Block[];
  readonly #variables: readonly LayerVariable[];
  readonly #own: Pick<LayerVariable, 'read' | 'write'>[];
  /** The blocks are newer than the variables. */
  #isAhead = false;
  /** The variables are newer than the blocks. */
  #isBehind = true;

  /** @param blocks One for each variable. */
  constructor(variables: readonly LayerVariable[], blocks: readonly Block[]) {
    this.#variables = variables;
    this.#blocks = blocks;
    this.#own = variables.map((variable) => {
      const prototype = Object.getPrototypeOf(variable) as LayerVariable;
      return { read: prototype.read.bind(variable), write: prototype.write.bind(variable) };
    });
    for (const [at, variable] of variables.entries()) {
      variable.read = () => {
        this.#flush();
        return this.#own[at]!.read();
      };
      variable.write = (value) => {
        this.#flush();
        this.#isBehind = true;
        return this.#own[at]!.write(value);
      };
    }
  }

  /** To be called before the blocks are used. */
  refresh(): void {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    for (const [at, { values }] of this.#blocks.entries()) values.set(this.#own[at]!.read().dataSync());
  }

  /** To be called when the blocks have changed. */
  changed(): void {
    this.#isAhead = true;
  }

  /** Brings the variables up to date and lets go of them. */
  giveBack(): void {
    this.#flush();
    for (const variable of this.#variables as Partial<LayerVariable>[]) {
      delete variable.read;
      delete variable.write;
    }
  }

  #flush(): void {
    if (!this.#isAhead) return;
    this.#isAhead = false;
    tf.tidy(() => {
      for (const [at, { values }] of this.#blocks.entries())
        this.#own[at]!.write(tf.tensor(values.slice(), this.#variables[at]!.shape));
    });
  }
}
