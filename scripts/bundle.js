// What a process is started for, as one file each: Node loads it in a fraction of the time that its modules take.
import { rolldown } from 'rolldown';

/** Programs of processes, and what notebooks import. Each bundle lies beside the module that it begins with: places that are
 * relative to it stay right. */
const BUNDLES = {
  'index.js': 'index.bundle.js',
  'kernel/start-kernel.js': 'kernel/start-kernel.bundle.cjs',
  'session/compile/compile-main.js': 'session/compile/compile-main.bundle.cjs',
  'session/execute/harness.js': 'session/execute/harness.bundle.cjs',
  'session/execute/relay-thread.js': 'session/execute/relay-thread.bundle.cjs',
  'session/image/image-program.js': 'session/image/image-program.bundle.cjs',
  'session/image/train-once.js': 'session/image/train-once.bundle.cjs',
};

export async function bundle() {
  for (const [input, output] of Object.entries(BUNDLES)) {
    const build = await rolldown({
      input: `dist/${input}`,
      platform: 'node',
      external: /^[^.\0/]/,
      logLevel: 'warn',
    });
    await build.write({
      file: `dist/${output}`,
      // As the modules are: V8 shows code the functions of its callers where these are not strict.
      ...(output.endsWith('.cjs') ? { format: 'cjs', banner: "'use strict';" } : { format: 'es' }),
      comments: false,
    });
    await build.close();
  }
}
