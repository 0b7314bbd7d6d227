import { EXIT } from './exit-code.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls back when the user (or the machine) asks this process to end; asked once more, it ends at once.
 * @returns Ends the wait. */
export function onInterruption(callback: () => void): () => void {
  let asked = false;
  const interrupt = () => {
    if (asked) endAtOnce();
    asked = true;
    callback();
  };
  for (const signal of SIGNALS) process.off(signal, endAtOnce).on(signal, interrupt);
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupt).on(signal, endAtOnce);
  };
}

/** Lets what runs at the exit of a process run when it is interrupted, too. */
export function exitWhenInterrupted(): void {
  for (const signal of SIGNALS) process.on(signal, endAtOnce);
}

/** For a command that decides itself what a signal means. */
export function leaveSignals(): void {
  for (const signal of SIGNALS) process.off(signal, endAtOnce);
}

const endAtOnce = (): never => process.exit(EXIT.interrupted);
