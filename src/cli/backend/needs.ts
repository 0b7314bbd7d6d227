import fs from 'node:fs';
import path from 'node:path';
import { works } from './program.js';
import { wheelProblem } from './wheel.js';

/** In megabytes: what is fetched, what lies on the disk meanwhile, and what stays. */
export const SIZES = { download: 230, meanwhile: 1000, kept: 690 };

export interface Needs {
  /** The command of pip, and that of a compiler of C++, where they are here. */
  pip?: string[];
  compiler?: string[];
  /** What is missing here, and what to do about it. */
  missing: string[];
}

/** Looks for what it takes to build the addon against PyPI's library. */
export async function needsOfWheel(): Promise<Needs> {
  const problem = wheelProblem();
  if (problem !== undefined) return { missing: [problem] };
  const { CXX } = process.env;
  const [pip, compiler] = await Promise.all([
    first([
      ['python3', '-m', 'pip'],
      ['python', '-m', 'pip'],
    ]),
    first([...(CXX ? [[CXX]] : []), ['c++'], ['g++'], ['clang++']]),
  ]);
  const missing: string[] = [];
  if (!pip) missing.push(PIP);
  if (!compiler) missing.push(COMPILER);
  return { ...(pip ? { pip } : {}), ...(compiler ? { compiler } : {}), missing };
}

const PIP =
  'Python 3 with pip, to fetch the library. Debian, Ubuntu: sudo apt-get install python3-pip; Fedora: sudo dnf install python3-pip';
const COMPILER =
  'A compiler of C++. Debian, Ubuntu: sudo apt-get install g++; Fedora: sudo dnf install gcc-c++; or set CXX to one';

async function first(commands: string[][]): Promise<string[] | undefined> {
  for (const command of commands) if (await works([...command, '--version'])) return command;
  return undefined;
}

/** What every way of installing takes.
 * @param folder Where it is to be; it need not exist. */
export async function generalNeeds(folder: string): Promise<string[]> {
  const missing: string[] = [];
  if (!(await works(['npm', '--version']))) missing.push('npm, which comes with Node: https://nodejs.org');
  let existing = folder;
  while (!fs.existsSync(existing)) existing = path.dirname(existing);
  const { bavail, bsize } = fs.statfsSync(existing);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < SIZES.meanwhile)
    missing.push(
      `Room on the disk of ${existing}: ${free} MB are free, installing takes ${SIZES.meanwhile}. Set XDG_CACHE_HOME to a folder of another disk, also when you run notebooks`,
    );
  return missing;
}
