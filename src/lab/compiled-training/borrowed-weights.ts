import tf = require('@tensorflow/tfjs');

/** A weight of a layer, as TensorFlow.js keeps it. */
export interface LayerVariable {
  readonly name: string;
  readonly shape: number[];
  read(): tf.Tensor;
  write(value: tf.Tensor): unknown;
}

/** Weights of a model in typed arrays, for as long as it trains.
 *
 * Whoever reads the model's own variables meanwhile (a callback that predicts or saves) finds them up to date, and what is
 * written to them (`setWeights`) arrives here before the next step. */
export class BorrowedWeights {
  readonly arrays: readonly Float32Array[];
  readonly #variables: readonly LayerVariable[];
  readonly #own: Pick<LayerVariable, 'read' | 'write'>[];
  /** The arrays are newer than the variables. */
  #isAhead = false;
  /** The variables are newer than the arrays. */
  #isBehind = false;

  constructor(variables: readonly LayerVariable[]) {
    this.#variables = variables;
    this.arrays = variables.map((variable) => Float32Array.from(variable.read().dataSync()));
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

  /** To be called before the arrays are used. */
  refresh(): void {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    for (const [at, array] of this.arrays.entries()) array.set(this.#own[at]!.read().dataSync());
  }

  /** To be called when the arrays have changed. */
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
      for (const [at, array] of this.arrays.entries())
        this.#own[at]!.write(tf.tensor(array.slice(), this.#variables[at]!.shape));
    });
  }
}
