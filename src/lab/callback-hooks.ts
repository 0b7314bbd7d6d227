import { nearestName } from './nearest-name.js';

/** The hooks that `model.fit` calls, in the order of a training run. */
const hookNames = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
] as const;

export type HookName = (typeof hookNames)[number];

/** Name of a method that is called when training ends with an error: `model.fit` then calls no hook any more. A symbol, so
 * that nobody overrides it by accident. */
export const trainingFailed = Symbol('gradlab.trainingFailed');

/** What Keras calls the same moments: too far from our names for a spelling distance. */
const kerasNames: Record<string, HookName> = {
  ontrainbatchbegin: 'onBatchBegin',
  ontrainbatchend: 'onBatchEnd',
};

/** Refuses properties that look like hooks but are none: TensorFlow.js would ignore them without a word.
 *
 * Looks at the object itself and its prototypes up to `last` (left out). `on…` followed by a capital letter or `_` is
 * taken for a hook.
 * @throws {TypeError} If there is one, naming the hook that is probably meant; or if a hook is not a function. */
export function checkHooks(callback: object, last: object): void {
  const className = callback.constructor.name || 'Callback';
  for (
    let level: object | null = callback;
    level !== null && level !== last;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (!/^on[A-Z_]/.test(name)) continue;
      if (!(hookNames as readonly string[]).includes(name)) {
        const meant = kerasNames[name.toLowerCase().replaceAll('_', '')] ?? nearestName(name, hookNames);
        const advice = meant === undefined ? '' : `: did you mean ${meant}?`;
        throw new TypeError(
          `${className} has no hook '${name}'${advice} (the hooks are ${hookNames.join(', ')})`,
        );
      }
      if ('value' in property && typeof property.value !== 'function') {
        throw new TypeError(
          `Hook '${name}' of ${className} must be a function: got ${describe(property.value)}`,
        );
      }
    }
  }
}

function describe(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
