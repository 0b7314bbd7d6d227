import { fileURLToPath } from 'node:url';
import { JupyterClient } from './jupyter-client.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = `${root}/bin/gradlab.js`;
const notebooks = `${root}/notebooks`;

/** Our kernel, started as a front end does, in the folder of the notebooks. */
export const startKernel = (
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<JupyterClient> =>
  JupyterClient.start((file) => [program, 'kernel', 'start', file], {
    cwd: notebooks,
    ...options,
    env: { GRADLAB_DATA: 'synthetic:2000', GRADLAB_BACKEND: 'wasm', ...options.env },
  });

/** Whether there is a process of this id. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
