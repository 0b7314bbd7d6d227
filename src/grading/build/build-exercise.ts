import fs from 'node:fs';
import path from 'node:path';
import { serializeNotebook, starterNotebook } from '../../notebook/index.js';
import { encode } from '../../session/wire/tagged-json.js';
import type { CompilerProcess } from '../../session/index.js';
import { loadExercise } from '../exercise/load-exercise.js';
import {
  parseReference,
  readReference,
  referenceText,
  type ReferenceOutputs,
} from '../exercise/reference-outputs.js';
import { compare } from '../compare/compare.js';
import { ReferenceRun } from '../run/reference-run.js';
import { usesReference } from '../run/uses-reference.js';
import { publicChecksOf } from './public-checks-of.js';

/** A file that `gradlab build` makes. */
export interface BuiltFile {
  file: string;
  text: string;
  /** False if the file on disk says something else. */
  upToDate: boolean;
}

/** Builds an exercise: the starter notebook, its public checks and the reference outputs. Writes nothing.
 * @param notebooks The folder of the notebooks. */
export async function buildExercise(
  folder: string,
  notebooks: string,
  compiler: CompilerProcess,
): Promise<BuiltFile[]> {
  const exercise = loadExercise(folder);
  const run = new ReferenceRun(exercise);
  const outputs = new Map<string, unknown>();
  try {
    for (const check of exercise.grader.checks) {
      if (check.kind !== 'automatic' || !usesReference(check)) continue;
      outputs.set(
        check.id,
        await run.output(check, check.observed.input.fixed, { compiler, seed: RELEASE_SEED }),
      );
    }
  } finally {
    await run.close();
  }
  const { slug, document } = exercise;
  const reference = builtReference(folder, outputs);
  const checks = publicChecksOf({ ...exercise, reference: reference.outputs });
  return [
    built(path.join(notebooks, `${slug}.ipynb`), serializeNotebook(starterNotebook(document))),
    builtChecks(
      path.join(notebooks, 'checks', `${slug}.json`),
      `${JSON.stringify(JSON.parse(encode(checks)), null, 1)}\n`,
    ),
    reference.file,
  ];
}

/** The seed of reference outputs and of grading where no other is given. */
const RELEASE_SEED = 1;

function built(file: string, text: string): BuiltFile {
  return { file, text, upToDate: readOrUndefined(file) === text };
}

/** Versions of Node differ in the last digits of a power: what is on disk stays while it is close. */
function builtChecks(file: string, text: string): BuiltFile {
  const upToDate = isCloseJson(readOrUndefined(file), text);
  return { file, text, upToDate };
}

function isCloseJson(known: string | undefined, text: string): boolean {
  if (known === undefined || known === text) return known === text;
  try {
    const value: unknown = JSON.parse(text);
    return compare(JSON.parse(known), { kind: 'close', value, rtol: 1e-12, atol: 0 }) === undefined;
  } catch {
    return false;
  }
}

/** Machines differ in the last digits: what is on disk stays while it is close. */
function builtReference(
  folder: string,
  computed: ReferenceOutputs,
): { file: BuiltFile; outputs: ReferenceOutputs } {
  const file = path.join(folder, 'reference.json');
  const known = readReference(folder);
  const value = Object.fromEntries(computed);
  const upToDate =
    fs.existsSync(file) &&
    compare(Object.fromEntries(known), { kind: 'close', value, rtol: 1e-5, atol: 1e-8 }) === undefined;
  const text = referenceText(computed);
  return { file: { file, text, upToDate }, outputs: upToDate ? known : parseReference(text) };
}

/** Writes what is not up to date. */
export function writeBuilt(files: BuiltFile[]): void {
  for (const { file, text, upToDate } of files) {
    if (upToDate) continue;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

function readOrUndefined(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
