import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program.js';

interface Command {
  file: string;
  args: string[];
}

/** A command whose process the system ends with the one that starts it, also in the middle of a loop: a parent that is killed can end
 * nobody, and nothing is asked of the student's own process. As it was where the system cannot: only Linux can, with util-linux' setpriv.
 * @see prctl(2), PR_SET_PDEATHSIG */
export function withParentDeathSignal({ file, args }: Command): Command {
  setpriv ??= workingSetpriv() ?? '';
  return setpriv === '' ? { file, args } : { file: setpriv, args: [...ASKED, '--', file, ...args] };
}

const ASKED = ['--pdeathsig', 'KILL'];
/** Empty where there is none. */
let setpriv: string | undefined;

function workingSetpriv(): string | undefined {
  const found = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return found !== undefined && spawnSync(found, [...ASKED, '--', 'true']).status === 0 ? found : undefined;
}
