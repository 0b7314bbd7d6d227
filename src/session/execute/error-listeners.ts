const { apply } = Reflect;
const { defineProperty } = Object;

/** Listeners that code adds for errors that nobody handles do not end the process by throwing. Those that Emscripten gives every module throw
 * what they are told: one use of TensorFlow.js' WebAssembly backend, and each later error would cost the notebook's values.
 * @param report Gets what such a listener throws, unless it is what the listener was told. */
export function keepErrorListenersFromThrowing(report: (thrown: unknown) => void): void {
  for (const method of ['on', 'addListener', 'prependListener'] as const) {
    const original = process[method] as (event: unknown, listener: unknown) => NodeJS.Process;
    const value = function (this: NodeJS.Process, event: unknown, listener: unknown): NodeJS.Process {
      const isForErrors = event === 'uncaughtException' || event === 'unhandledRejection';
      if (!isForErrors || typeof listener !== 'function') return apply(original, this, [event, listener]);
      const guarded = function (this: unknown, ...told: unknown[]): void {
        try {
          apply(listener, this, told);
        } catch (thrown) {
          if (thrown !== told[0]) report(thrown);
        }
      };
      guarded.listener = listener; // By which Node finds it to be removed.
      return apply(original, this, [event, guarded]);
    };
    defineProperty(process, method, { value, writable: true, configurable: true });
  }
}
