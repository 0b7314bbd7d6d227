import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';

/** What no notebook needs, and what leads code past its own values into those of the harness: hooks that get every promise, also those that a
 * probe's answer comes in; Node's own bindings. */
const DOORS: readonly [object, readonly string[]][] = [
  [asyncHooks, ['createHook']],
  [v8, ['promiseHooks']],
  [process, ['binding', '_linkedBinding']],
];

/** Closes them for good. */
export function closeDoors(): void {
  for (const [object, names] of DOORS) {
    for (const name of names) {
      const value = () => {
        throw new Error(`${name} is not there where notebooks are graded`);
      };
      Object.defineProperty(object, name, { value, writable: false, configurable: false });
    }
  }
  syncBuiltinESMExports();
}
