import { fileURLToPath } from 'node:url';

/** Ends this process soon after its parent has ended, also while it is busy: some texts keep a parser busy for ever, and a parent that
 * is killed can end nobody. Not on Windows, where the number of a parent stays; there it ends once it is idle. */
export function watchParent(): void {
  // Not imported: a start-up image that holds the module starts no threads.
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const program = fileURLToPath(new URL('./parent-watch-thread.js', import.meta.url));
  const thread = new Worker(program, { env: {}, execArgv: [], workerData: process.ppid });
  thread.unref();
}
