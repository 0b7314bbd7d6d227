import { createRequire } from 'node:module';
import path from 'node:path';
import { JupyterClient } from '../kernel/jupyter-client.js';

const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve('tslab/package.json')),
  'bin',
  'tslab',
);

/** The stock tslab kernel. */
export const startStockKernel = (cwd: string, env: Record<string, string>): Promise<JupyterClient> =>
  JupyterClient.start((file) => [program, 'kernel', '--config-path', file], { cwd, env });
