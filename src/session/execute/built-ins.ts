/** Built-in objects as they were before the first cell ran. A probe runs beside the student's code and is written with them: whoever
 * replaced `Array.prototype.every` would say what the probe says. */

import { TYPED_ARRAYS } from '../wire/tagged-json.js';

const {
  defineProperty,
  freeze,
  getOwnPropertyDescriptor: descriptorOf,
  getPrototypeOf,
  is,
  preventExtensions,
  setPrototypeOf,
} = Object;
const { deleteProperty, has, ownKeys } = Reflect;

const typedArrays = Object.values(TYPED_ARRAYS);
const prototypeOf = (generator: () => object) => getPrototypeOf(getPrototypeOf(generator())!) as object;
const iteratorOf = (values: Iterable<unknown>) => getPrototypeOf(values[Symbol.iterator]()) as object;

/** Nothing of these can be replaced. They are frozen as a whole: V8 iterates over arrays forty times slower once a single property of
 * what that takes has been redefined. */
const FROZEN: readonly object[] = [
  Array,
  Map,
  Number,
  Object,
  Promise,
  RegExp,
  Set,
  String,
  JSON,
  Reflect,
  ...[Array, Map, Number, Promise, RegExp, Set, String].map(({ prototype }) => prototype as object),
  getPrototypeOf(Uint8Array) as object,
  getPrototypeOf(Uint8Array.prototype) as object,
  ...typedArrays,
  ...typedArrays.map(({ prototype }) => prototype),
  ...[[], new Map(), new Set(), ''].map(iteratorOf),
  getPrototypeOf(iteratorOf([])) as object,
  prototypeOf(function* () {}),
  prototypeOf(async function* () {}),
];

const GLOBALS =
  'Array Boolean Error Float32Array Int32Array JSON Map Math Number Object Promise Reflect RegExp Set String Symbol isFinite isNaN parseFloat parseInt';

/** Of these, only some names: a seeded `Math.random` is nothing unusual, nor a function with a `toString` of its own. */
const LOCKED: readonly [object, readonly string[]][] = [
  [Math, Object.getOwnPropertyNames(Math).filter((name) => name !== 'random')],
  [Function.prototype, ['apply', 'bind', 'call']],
  [globalThis, GLOBALS.split(' ')],
];

interface Kept {
  object: object;
  prototype: object | null;
  /** Each without a prototype, which a cell could give a `get`. */
  properties: { name: PropertyKey; was: PropertyDescriptor }[];
}

const withoutPrototype = (descriptor: PropertyDescriptor) =>
  setPrototypeOf(descriptor, null) as PropertyDescriptor;

const keep = (object: object, names: readonly PropertyKey[] = ownKeys(object)): Kept => ({
  object,
  prototype: getPrototypeOf(object) as object | null,
  properties: names.map((name) => ({ name, was: withoutPrototype(descriptorOf(object, name)!) })),
});

/** Remembers the built-ins.
 * @returns Makes them what they were, for good, the first time that it is called. What cells have added stays, but for what every object
 * would have, and for what the language itself asks for. Asks nothing that a cell can have replaced.
 * @throws {TypeError} If a cell has replaced one in such a way that it must stay so. */
export function keepBuiltIns(): () => void {
  const everything = keep(Object.prototype);
  const frozen = FROZEN.map((object) => keep(object));
  const locked = LOCKED.map(([object, names]) => keep(object, names));
  let isDone = false;
  return () => {
    if (isDone) return;
    removeAdded(everything, false);
    preventExtensions(everything.object);
    for (let i = 0; i < frozen.length; i++) {
      removeAdded(frozen[i]!, true);
      restore(frozen[i]!, false);
      freeze(frozen[i]!.object);
    }
    for (let i = 0; i < locked.length; i++) restore(locked[i]!, true);
    isDone = true;
  };
}

/** @param askedFor Only what the language asks objects for, and what hides something inherited. */
function removeAdded({ object, prototype, properties }: Kept, askedFor: boolean): void {
  const names = ownKeys(object);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const isAskedFor = typeof name === 'symbol' || name === 'toJSON' || name === 'then';
    const isRemoved = !askedFor || isAskedFor || (prototype !== null && has(prototype, name));
    if (isRemoved && !holds(properties, name) && !deleteProperty(object, name))
      throw new TypeError('Cannot remove what a cell has added to all objects');
  }
}

function holds(properties: Kept['properties'], name: PropertyKey): boolean {
  for (let i = 0; i < properties.length; i++) if (properties[i]!.name === name) return true;
  return false;
}

function restore({ object, prototype, properties }: Kept, lock: boolean): void {
  if (getPrototypeOf(object) !== prototype) setPrototypeOf(object, prototype);
  for (let i = 0; i < properties.length; i++) {
    const { name, was } = properties[i]!;
    const now = descriptorOf(object, name);
    if (now) withoutPrototype(now);
    if (!now || !is(now.value, was.value) || now.get !== was.get || now.set !== was.set)
      defineProperty(object, name, was);
    if (!lock || !was.configurable) continue;
    was.configurable = false;
    if ('value' in was) was.writable = false;
    defineProperty(object, name, was);
  }
}
