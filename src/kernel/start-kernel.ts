import { setFlagsFromString } from 'node:v8';
import { isRunning } from '../session/is-running.js';
import { readConnectionFile } from './connection.js';
import { Kernel } from './kernel.js';
import { makeKernelImages } from './running-session.js';

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
    setFlagsFromString('--no-lazy-feedback-allocation'); // V8 watches what answers from the first call on: somebody waits for each.
    process.on('SIGINT', () => kernel.interrupt());
    process.on('SIGTERM', end);
    process.on('SIGHUP', end);
    const watch = endWithParent(end);
    const noImages = makeImagesLater();
    await ended;
    clearInterval(watch);
    await noImages();
  } finally {
    await kernel.close();
  }
}

/** Makes, once, what the next kernel starts faster with; the first cells have the machine for themselves.
 * @returns Gives it up. */
function makeImagesLater(): () => Promise<void> {
  const unwanted = new AbortController();
  let making: Promise<unknown> | undefined;
  const timer = setTimeout(() => {
    making = makeKernelImages(process.cwd(), unwanted.signal).catch(() => {}); // It is for speed only.
  }, FIRST_CELLS_MS);
  return async () => {
    clearTimeout(timer);
    unwanted.abort();
    await making;
  };
}

const FIRST_CELLS_MS = 30_000;

/** Jupyter passes on who has started the kernel: when that is gone without a word, so is everybody who would listen. */
function endWithParent(end: () => void): NodeJS.Timeout {
  const parent = Number(process.env['JPY_PARENT_PID'] ?? process.env['JUPYTER_PARENT_PID'] ?? 0);
  const started = process.ppid;
  return setInterval(() => {
    const isOrphan = process.ppid !== started || (parent > 1 && !isRunning(parent));
    if (isOrphan) end();
  }, 1000);
}
