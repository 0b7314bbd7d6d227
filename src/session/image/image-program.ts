/** Program of which start-up images are made. An image holds packages as they are once loaded, and perhaps a program that
 * is ready to go on.
 *
 * It runs three times: with Node's loader, to record where names lead and what V8 has to compile; under
 * `--build-snapshot`, where that loader may not be used; and whenever a process is started from the image.
 * @see https://nodejs.org/api/cli.html#--build-snapshot */
import fs from 'node:fs';
import module from 'node:module';
import { startupSnapshot } from 'node:v8';
import { fileVersion } from './file-version.js';
import { ImageLoader, type ImageModule, type Recording } from './image-loader.js';

/** What an image is to hold. */
export interface ImageContents {
  /** Absolute path of the program to be started, CommonJS. */
  program: string;
  /** What the program is given for its image: it exports `intoImage` and `start`. A program without is loaded by Node,
   * each time that it is started. */
  input?: unknown;
  /** Packages that are loaded into the image. */
  packages: string[];
  /** The file that imports them. */
  importedBy: string;
  /** A module that uses the packages: it exports `warmUp`. What V8 compiles for that is compiled in the image. */
  warmUp?: string;
}

interface ImagedProgram {
  /** Makes ready what does not depend on the process that will be started. */
  intoImage: (input: unknown) => void;
  /** Goes on in that process. */
  start: () => void;
}

const { Console } = console;
/** Called by this name, as bundlers take `Math.random()` for something that can be left out. */
const { random } = Math;
const [contentsText = '', recordingFile = ''] = process.argv.slice(2);
if (startupSnapshot.isBuildingSnapshot()) buildImage();
else void record();

async function record(): Promise<void> {
  const contents = JSON.parse(contentsText) as ImageContents;
  const recording: Recording = { files: {}, code: {} };
  const locate = (name: string, from: string) => module.createRequire(from).resolve(name);
  const loader = new ImageLoader(recording, (name) => process.getBuiltinModule(name), locate);
  void [...loadPackages(loader, contents)];
  if (contents.warmUp) {
    handOver(loader.modules);
    const { warmUp } = module.createRequire(contents.warmUp)(contents.warmUp) as WarmUp;
    await warmUp();
    loader.recordCode();
  }
  fs.writeFileSync(recordingFile, JSON.stringify(recording));
}

interface WarmUp {
  warmUp: () => Promise<void>;
}

function buildImage(): void {
  const contents = JSON.parse(contentsText) as ImageContents;
  const recording = JSON.parse(fs.readFileSync(recordingFile, 'utf8')) as Recording;
  const { program, input, importedBy } = contents;
  const building = { isOver: false };
  const ownRequire = Object.assign((name: string) => loader.load(name, importedBy), {
    resolve: (name: string) => loader.locate(name, importedBy),
  });
  const createRequire = (from: string) => (building.isOver ? module.createRequire(from) : ownRequire);
  const builtin = (name: string): unknown =>
    /^(node:)?module$/.test(name)
      ? Object.assign(Object.create(module) as object, { createRequire })
      : process.getBuiltinModule(name);
  const loader = new ImageLoader(recording, builtin);

  const draws = withLateTimers(() => drawsOf(() => loadPackages(loader, contents)));
  const packages = new Map<string, KeptModule>();
  for (const [file, { exports }] of loader.modules)
    packages.set(file, { exports, version: fileVersion(file), draws: draws.get(exports) ?? 0 });
  const imaged = input === undefined ? undefined : (loader.loadFile(program) as ImagedProgram);
  imaged?.intoImage(input);

  startupSnapshot.setDeserializeMainFunction(() => {
    building.isOver = true;
    forgetImage(program);
    if (imaged) return imaged.start();
    if ([...packages].every(([file, { version }]) => fileVersion(file) === version)) handOver(packages);
    module.createRequire(program)(program);
  });
}

interface KeptModule extends ImageModule {
  /** Of its file. */
  version: string;
  /** How often `Math.random` is called where it is loaded. */
  draws: number;
}

/** @returns What each package exports. */
function* loadPackages(loader: ImageLoader, { packages, importedBy }: ImageContents): Iterable<unknown> {
  for (const name of packages) yield loader.load(name, importedBy);
}

/** From now on Node finds these modules loaded. */
function handOver(modules: ReadonlyMap<string, ImageModule & { draws?: number }>): void {
  const { cache } = module.createRequire(import.meta.url);
  for (const [file, { exports, draws = 0 }] of modules) {
    const loaded = Object.assign(new module.Module(file), { exports, filename: file, loaded: true });
    if (draws > 0) drawWhenLoaded(loaded, draws);
    cache[file] = loaded;
  }
}

/** Who loads the module finds the random numbers of a seed where they would be if it were loaded only now. */
function drawWhenLoaded(loaded: NodeJS.Module, draws: number): void {
  const value: unknown = loaded.exports;
  Object.defineProperty(loaded, 'exports', {
    configurable: true,
    enumerable: true,
    get() {
      for (let i = 0; i < draws; i++) random();
      Object.defineProperty(loaded, 'exports', {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      return value;
    },
  });
}

/** Packages that keep a timer when they are loaded keep one that looks for it when it is called: a process that starts from the
 * image may put others in their place. */
function withLateTimers<T>(load: () => T): T {
  const timers = globalThis as unknown as Record<string, (...args: unknown[]) => unknown>;
  const names = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];
  const originals = names.map((name) => timers[name]!);
  for (const name of names) timers[name] = (...args) => timers[name]!(...args);
  const loaded = load();
  for (const [at, name] of names.entries()) timers[name] = originals[at]!;
  return loaded;
}

/** How often `Math.random` is called while packages are loaded, by what they export. */
function drawsOf(load: () => Iterable<unknown>): Map<unknown, number> {
  const draws = new Map<unknown, number>();
  let count = 0;
  Math.random = () => (count++, random());
  for (const exports of load()) {
    draws.set(exports, count);
    count = 0;
  }
  Math.random = random;
  return draws;
}

/** What programs see of their process is as it is without an image, also where they start others like themselves. */
function forgetImage(program: string): void {
  console.Console = Console; // Images lose it.
  process.argv.splice(1, 0, program);
  const flag = process.execArgv.indexOf('--snapshot-blob');
  if (flag >= 0) process.execArgv.splice(flag, 2);
}
