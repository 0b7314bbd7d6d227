import { createRequire } from 'node:module';
import { isFileProblem } from '../batch/file-problem.js';
import { EXIT } from './exit-code.js';
import { leaveSignals } from './interruption.js';

/** `gradlab kernel start`. */
export async function start(connectionFile: string): Promise<number> {
  leaveSignals();
  try {
    const { startKernel } = kernelProgram();
    await startKernel(connectionFile);
    return EXIT.passed;
  } catch (error) {
    const { name, message } = error as Error;
    process.stderr.write(`gradlab kernel: ${message}\n`);
    return name === 'SyntaxError' || isFileProblem(error) ? EXIT.usage : EXIT.broken;
  }
}

/** The kernel as one file: somebody waits for its start. */
const kernelProgram = () =>
  createRequire(import.meta.url)(
    '../kernel/start-kernel.bundle.cjs',
  ) as typeof import('../kernel/start-kernel.js');
