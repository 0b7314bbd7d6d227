/** Whoever may signal a process can open its debugger with SIGUSR1, and then do anything in it. With a listener of our own
 * Node does not open it.
 * @see https://nodejs.org/api/process.html#signal-events */
export function keepInspectorClosed(): void {
  if (process.platform !== 'win32') process.on('SIGUSR1', () => {});
}
