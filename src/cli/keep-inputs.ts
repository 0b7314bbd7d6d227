import fs from 'node:fs';
import { UsageError } from './exit-code.js';

/** Makes sure that what is written is none of the files that were read, by whatever name or link.
 * @throws {UsageError} If it is. */
export function keepInputs(output: string | undefined, inputs: readonly string[]): void {
  const own = output === undefined ? undefined : identity(output);
  if (own !== undefined && inputs.some((input) => identity(input) === own))
    throw new UsageError(`${output} is read here, and not overwritten: name another file to write`);
}

function identity(file: string): string | undefined {
  const found = fs.statSync(file, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev}/${found.ino}`;
}
