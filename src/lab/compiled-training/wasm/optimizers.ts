import { f32x4, i32, VECTOR_BYTES, WasmFunction, type V128 } from './assembler.js';

const { add, subtract, multiply, divide, sqrt } = f32x4;

/** Four parameters, what the optimizer remembers of them, and their gradient. */
interface Moment {
  value: V128;
  gradient: V128;
  memory: readonly V128[];
}

/** A step along the gradient, for a block of parameters: the function takes the address of the parameters and their end, the
 * address of the gradients, those of the memories, and the numbers.
 * @param numbers Their names, e.g. of rates.
 * @param change What becomes of value and memory; `keep` makes an intermediate result a variable. */
function optimizer<Name extends string>(
  name: string,
  memories: number,
  numbers: readonly Name[],
  change: (before: Moment & Record<Name, V128>, keep: (value: V128) => V128) => Omit<Moment, 'gradient'>,
): WasmFunction {
  const f = new WasmFunction(name);
  const parameters = f.parameter('i32');
  const end = f.parameter('i32');
  const gradients = f.parameter('i32');
  const memory = Array.from({ length: memories }, () => f.parameter('i32'));
  const given = numbers.map((number) => [number, f.parameter('f32')] as const);
  const splat = Object.fromEntries<V128>(
    given.map(([number, local]) => [number, f.variable(f32x4.splat(local))]),
  ) as Record<Name, V128>;
  f.while(parameters, end, VECTOR_BYTES, () => {
    const keep = (value: V128) => f.variable(value);
    const before = {
      value: keep(f32x4.load(parameters)),
      gradient: keep(f32x4.load(gradients)),
      memory: memory.map((address) => keep(f32x4.load(address))),
    };
    const after = change({ ...before, ...splat }, keep);
    f.storeVector(parameters, 0, after.value);
    for (const [at, address] of memory.entries()) f.storeVector(address, 0, after.memory[at]!);
    for (const address of [gradients, ...memory]) f.increase(address, i32.constant(VECTOR_BYTES));
  });
  return f;
}

/** The optimizers of `tf.train`, in their formulas.
 * @see tfjs-core, optimizers/ */
export const OPTIMIZERS: readonly (() => WasmFunction)[] = [
  () =>
    optimizer('sgd', 0, ['factor'], ({ value, gradient, factor }) => ({
      value: add(value, multiply(factor, gradient)),
      memory: [],
    })),
  () =>
    optimizer('momentum', 1, ['factor', 'momentum'], ({ value, gradient, memory, ...by }, keep) => {
      const velocity = keep(add(multiply(by.momentum, memory[0]!), gradient));
      return { value: add(value, multiply(by.factor, velocity)), memory: [velocity] };
    }),
  () =>
    optimizer('nesterov', 1, ['factor', 'momentum'], ({ value, gradient, memory, ...by }, keep) => {
      const velocity = keep(add(multiply(by.momentum, memory[0]!), gradient));
      const ahead = add(gradient, multiply(by.momentum, velocity));
      return { value: add(value, multiply(by.factor, ahead)), memory: [velocity] };
    }),
  () =>
    optimizer(
      'adam',
      2,
      ['rate', 'beta1', 'oneMinusBeta1', 'beta2', 'oneMinusBeta2', 'correction1', 'correction2', 'epsilon'],
      ({ value, gradient, memory, ...by }, keep) => {
        const first = keep(add(multiply(by.beta1, memory[0]!), multiply(by.oneMinusBeta1, gradient)));
        const square = multiply(gradient, gradient);
        const second = keep(add(multiply(by.beta2, memory[1]!), multiply(by.oneMinusBeta2, square)));
        const scale = add(sqrt(divide(second, by.correction2)), by.epsilon);
        const step = multiply(by.rate, divide(divide(first, by.correction1), scale));
        return { value: subtract(value, step), memory: [first, second] };
      },
    ),
  () =>
    optimizer(
      'rmsprop',
      2,
      ['rate', 'decay', 'oneMinusDecay', 'momentum', 'epsilon'],
      ({ value, gradient, memory, ...by }, keep) => {
        const square = multiply(gradient, gradient);
        const mean = keep(add(multiply(by.decay, memory[0]!), multiply(by.oneMinusDecay, square)));
        const along = divide(multiply(by.rate, gradient), sqrt(add(mean, by.epsilon)));
        const moment = keep(add(multiply(by.momentum, memory[1]!), along));
        return { value: subtract(value, moment), memory: [mean, moment] };
      },
    ),
];
