import { readConnectionFile } from './connection.js';
import { Kernel } from './kernel.js';

/** Runs a kernel until a front end asks for its end, or nobody is there any more.
 * @param connectionFile Written by whoever starts the kernel.
 * @throws {SyntaxError} If the file is not a connection file.
 * @throws {Error} If it cannot be read, or a port is taken. */
export async function startKernel(connectionFile: string): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const kernel = new Kernel(connection, { cwd: process.cwd(), onShutdown: end });
  try {
    await kernel.start();
    process.on('SIGINT', () => kernel.interrupt());
    process.on('SIGTERM', end);
    process.on('SIGHUP', end);
    const watch = endWithParent(end);
    await ended;
    clearInterval(watch);
  } finally {
    await kernel.close();
  }
}

/** Jupyter passes on who has started the kernel: when that is gone without a word, so is everybody who would listen. */
function endWithParent(end: () => void): NodeJS.Timeout {
  const parent = Number(process.env['JPY_PARENT_PID'] ?? process.env['JUPYTER_PARENT_PID'] ?? 0);
  const started = process.ppid;
  return setInterval(() => {
    const isOrphan = process.ppid !== started || (parent > 1 && !isAlive(parent));
    if (isOrphan) end();
  }, 1000);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
