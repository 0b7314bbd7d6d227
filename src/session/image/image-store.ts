import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cachedDataVersionTag } from 'node:v8';
import { gradlabRoot } from '../gradlab-root.js';
import type { ImageContents } from './image-program.js';
import { programFile } from './program-file.js';

/** A start-up image: a process that starts from it has its packages loaded. */
export interface ImageRecipe {
  /** Names it for people. */
  name: string;
  contents: ImageContents;
  /** V8's flags, which are the same whenever a process is started from it. */
  flags: string[];
  /** Files whose content the image depends on, beside the programs: what packages say of their versions. */
  dependsOn: string[];
}

const imageProgram = programFile('image/image-program');

/** What Node is started with: the program of a recipe, from its image where there is one. `GRADLAB_IMAGES=off` does
 * without. */
export function startArguments(recipe: ImageRecipe): string[] {
  return hasImage(recipe)
    ? [...recipe.flags, '--snapshot-blob', imageFile(recipe)]
    : argumentsWithoutImage(recipe);
}

export const argumentsWithoutImage = ({ flags, contents }: ImageRecipe) => [...flags, contents.program];

export function hasImage(recipe: ImageRecipe): boolean {
  return imagesAreUsed() && fs.existsSync(imageFile(recipe));
}

/** V8 takes no image that was made with other flags than those that Node is started with. */
export const imagesAreUsed = () => process.env['GRADLAB_IMAGES'] !== 'off' && !process.env['NODE_OPTIONS'];

/** Does without an image that does not start.
 * @returns False if there was none: something else is the matter. */
export function discardImage(recipe: ImageRecipe): boolean {
  if (!hasImage(recipe)) return false;
  fs.rmSync(imageFile(recipe), { force: true });
  return !hasImage(recipe);
}

/** Makes an image, for all processes that are started later. Takes seconds.
 * @throws {Error} If its folder cannot be written to, Node does not make it, or the signal says that it is not wanted. */
export async function makeImage(recipe: ImageRecipe, signal?: AbortSignal): Promise<void> {
  const file = imageFile(recipe);
  const folder = path.dirname(file);
  fs.mkdirSync(folder, { recursive: true });
  removeOldImages(folder, recipe.name);
  const unfinished = `${file}.${process.pid}`;
  const recording = `${unfinished}.json`;
  const programArguments = [imageProgram, JSON.stringify(recipe.contents), recording];
  try {
    await runNode([...recipe.flags, ...programArguments], signal);
    const build = ['--snapshot-blob', unfinished, '--build-snapshot', ...programArguments];
    await runNode([...recipe.flags, ...build], signal);
    fs.renameSync(unfinished, file);
  } finally {
    fs.rmSync(recording, { force: true });
    fs.rmSync(unfinished, { force: true });
  }
}

const execute = promisify(execFile);

/** Without the environment, so that nothing of it gets into the image. */
async function runNode(args: string[], signal: AbortSignal | undefined): Promise<void> {
  try {
    await execute(process.execPath, args, { env: {}, maxBuffer: 64 << 20, ...(signal ? { signal } : {}) });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? '';
    const reason = /^.*(Error|Check failed): .*$/m.exec(said)?.[0] ?? String(error).slice(0, 200);
    throw new Error(`Cannot make a start-up image: ${reason}`, { cause: error });
  }
}

/** In the folder for caches of the `node_modules` that holds gradlab or its packages: whoever can write there can change
 * what is run anyway.
 * @public Damaged by a test. */
export function imageFile(recipe: ImageRecipe): string {
  const key = JSON.stringify(recipe);
  let file = imageFiles.get(key);
  if (file === undefined) imageFiles.set(key, (file = findImageFile(recipe)));
  return file;
}

/** What an image depends on does not change while a process lives. */
const imageFiles = new Map<string, string>();

/** Of the processor and of the flags, too: of those that Node was started with, not of what a process sets later. */
const V8_VERSION = cachedDataVersionTag();

function findImageFile(recipe: ImageRecipe): string {
  const { name, contents, dependsOn } = recipe;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, process.arch, V8_VERSION, recipe]));
  for (const file of [imageProgram, contents.program, ...dependsOn]) hash.update(fs.readFileSync(file));
  return path.join(imageFolder(), `${name}-${hash.digest('hex').slice(0, 32)}.image`);
}

function imageFolder(): string {
  const installed = path.dirname(gradlabRoot);
  const modules =
    path.basename(installed) === 'node_modules' ? installed : path.join(gradlabRoot, 'node_modules');
  return path.join(modules, '.cache', 'gradlab');
}

/** Images of other versions of Node, gradlab and packages, but for the latest few. */
function removeOldImages(folder: string, name: string): void {
  const times = fs
    .readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`))
    .map((file) => ({ file, mtimeMs: fs.statSync(path.join(folder, file)).mtimeMs }));
  for (const { file } of times.sort((a, b) => b.mtimeMs - a.mtimeMs).slice(MOST_IMAGES))
    fs.rmSync(path.join(folder, file), { force: true });
}

/** Of one name: a machine may have several versions of Node, and memory limits. */
const MOST_IMAGES = 6;
