import { createRequire } from 'node:module';
import path from 'node:path';
import type { Workplace } from '../compile/workplace.js';
import type { ImageRecipe } from './image-store.js';
import { programFile } from './program-file.js';

const compiler = programFile('compile/compile-main');
const harness = programFile('execute/harness');
const trainOnce = programFile('image/train-once');

/** The compiler's process, with the libraries read and what nearly every notebook imports. */
export function compilerImage(
  { modulesFrom, typeRoots, editing }: Workplace,
  memoryMiB: number,
): ImageRecipe {
  const workplace: Workplace = { modulesFrom, typeRoots, ...(editing ? { editing } : {}) };
  return {
    name: editing ? 'editing-compiler' : 'compiler',
    contents: {
      program: compiler,
      input: { workplace, cells: REHEARSAL },
      packages: ['typescript'],
      importedBy: compiler,
    },
    flags: [...compilerFlags(editing ?? false), `--max-old-space-size=${memoryMiB}`],
    dependsOn: [
      ...packageFiles(compiler, ['typescript']),
      ...packageFiles(cellIn(modulesFrom), ['gradlab', '@tensorflow/tfjs']),
      ...typeRoots.map((root) => path.join(root, 'node', 'package.json')),
    ],
  };
}

/** The process that executes cells, with TensorFlow.js loaded. */
export function executorImage(modulesFrom: string, memoryMiB: number): ImageRecipe {
  const packages = ['@tensorflow/tfjs']; // Not its backends, which would become the default.
  const importedBy = cellIn(modulesFrom);
  return {
    name: 'executor',
    contents: { program: harness, packages, importedBy, warmUp: trainOnce },
    flags: [`--max-old-space-size=${heapMiB(memoryMiB)}`],
    dependsOn: packageFiles(importedBy, packages),
  };
}

/** Node 22 and later abort when a thread opens a stream or a socket in a process that has begun from an image. The thread beside a
 * kernel's cells does that, and a student's own may ("Assertion failed: shutdown_wrap_template_.IsEmpty()"; seen in 22.23, 24.22 and 25.9). */
export const threadsWorkInImages = Number.parseInt(process.versions.node) < 22;

/** Where the process is watched, V8's own limit is an eighth beyond that: right at its limit, V8 collects garbage over and over, and a
 * cell that allocates without end takes minutes to get to its end. Further off, V8 would leave too much garbage to honest ones. */
const heapMiB = (memoryMiB: number) =>
  process.platform === 'linux' ? Math.ceil((9 / 8) * memoryMiB) : memoryMiB;

/** V8 collects no garbage among what the image holds while the first cells are compiled: the image alone is more than V8 begins
 * with. A kernel lives for hours beside others, and takes less memory for a tenth more time; but somebody waits for each of its cells,
 * and V8 knows its code sooner when it watches functions from their first call on, not from the second or third. */
const compilerFlags = (editing: boolean) =>
  editing
    ? [
        '--min-semi-space-size=16',
        '--max-semi-space-size=16',
        '--initial-heap-size=200',
        '--no-lazy-feedback-allocation',
        KEEP_HASHES,
      ]
    : ['--min-semi-space-size=16', '--max-semi-space-size=64', '--initial-heap-size=400', KEEP_HASHES];

/** V8 would hash all strings of the image anew when a process starts, against whoever sends names that collide: here, they slow down
 * the compiler of their own cells, which has a deadline. */
const KEEP_HASHES = '--no-rehash-snapshot';

/** Uses what makes TypeScript read what it would else read for the first cell. */
const REHEARSAL = [
  "import * as tf from '@tensorflow/tfjs';\nimport * as lab from 'gradlab';",
  'const losses: number[] = [];\nfor (const loss of losses) console.log(`${loss}`);\nawait Promise.resolve(losses.map((loss) => loss + 1));',
];

const cellIn = (folder: string) => path.join(folder, 'cell.js');

/** Of the packages that are installed: an image that needs the others cannot be made. */
function packageFiles(importedBy: string, names: string[]): string[] {
  const { resolve } = createRequire(importedBy);
  return names.flatMap((name) => {
    try {
      return resolve(`${name}/package.json`);
    } catch {
      return [];
    }
  });
}
