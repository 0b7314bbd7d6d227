import { types } from 'node:util';

const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isProxy } = types;
const { now } = performance;
const { has, add } = WeakSet.prototype;
const objectPrototype = Object.prototype;
const { prototype: ofLists } = Array;
const { prototype: ofText } = String;
const { prototype: ofNumber } = Number;

/** Objects whose names take too long to list twice: those of millions of entries. */
const slow = new WeakSet();
const SLOW_MS = 50;
const MAX_PROTOTYPES = 20;
const MAX_NAMES = 2000;

/** Names that could follow a value and these keys, its own first. No code of the cells runs: getters are not called, and a proxy is not
 * asked. */
export function liveMembers(value: unknown, keys: readonly string[]): string[] {
  let current = value;
  for (let i = 0; i < keys.length; i++) current = dataProperty(current, keys[i]!);
  const names: string[] = [];
  let object = membersOf(current);
  for (let i = 0; object && object !== objectPrototype && i < MAX_PROTOTYPES; i++) {
    addNames(names, object);
    object = isProxy(object) ? null : getPrototypeOf(object);
  }
  return names;
}

/** The first object that a member of the value is looked up in. */
function membersOf(value: unknown): object | null {
  if (typeof value === 'object' || typeof value === 'function') return value;
  if (typeof value === 'string') return ofText;
  return typeof value === 'number' ? ofNumber : null;
}

function dataProperty(value: unknown, key: string): unknown {
  let object = membersOf(value);
  for (let i = 0; object && !isProxy(object) && i < MAX_PROTOTYPES; i++) {
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (descriptor) return 'value' in descriptor ? descriptor.value : undefined;
    object = getPrototypeOf(object);
  }
  return undefined;
}

function addNames(names: string[], object: object): void {
  if (isProxy(object) || apply(has, slow, [object])) return;
  const isList = isView(object) || (isArray(object) && object !== ofLists);
  if (isList) return void (names[names.length] = 'length'); // Its entries are no members.
  const start = apply(now, performance, []);
  const keys = ownKeys(object);
  if (apply(now, performance, []) - start > SLOW_MS) apply(add, slow, [object]);
  for (let i = 0; i < keys.length && names.length < MAX_NAMES; i++) {
    const key = keys[i]!;
    if (typeof key === 'string' && key !== 'constructor') names[names.length] = key;
  }
}
