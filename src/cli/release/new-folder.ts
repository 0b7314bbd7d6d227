import fs from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit-code.js';

/** @throws {UsageError} If the folder holds something. */
export function mustBeEmpty(place: string): void {
  if (fs.existsSync(place) && (!fs.statSync(place).isDirectory() || fs.readdirSync(place).length))
    throw new UsageError(`${place} is not empty: name a new folder, so that nothing is overwritten`);
}

/** Half a folder must not be handed out, nor stand in the way of the next try. */
export async function orNothing(place: string, write: (out: string) => Promise<void> | void): Promise<void> {
  const out = path.resolve(place);
  const existed = fs.existsSync(out);
  try {
    await write(out);
  } catch (error) {
    for (const name of existed ? fs.readdirSync(out) : [''])
      fs.rmSync(path.join(out, name), { recursive: true, force: true });
    throw error;
  }
}
