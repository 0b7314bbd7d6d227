import { installKernelspec, kernelspec, makeKernelImages, type KernelspecPlace } from '../kernel/index.js';
import { EXIT, UsageError } from './exit-code.js';

interface InstallOptions {
  user?: boolean;
  prefix?: string;
  sysPrefix?: boolean;
  name: string;
}

/** `gradlab kernel install`. */
export async function install({ user, prefix, sysPrefix, name }: InstallOptions): Promise<number> {
  const given = [user, prefix !== undefined, sysPrefix].filter(Boolean).length;
  if (given > 1) throw new UsageError('--user, --prefix and --sys-prefix exclude each other');
  if (prefix === '') throw new UsageError('--prefix is empty: name a folder. Is a variable unset?');
  const place: KernelspecPlace =
    prefix !== undefined ? { prefix } : sysPrefix ? { sysPrefix: true } : { user: true };
  const folder = installKernelspec(place, name);
  process.stdout.write(`${folder}\n`);
  await prepareKernels(process.cwd());
  process.stderr.write('Choose the kernel "TypeScript (gradlab)" in JupyterLab or VS Code\n');
  return EXIT.passed;
}

/** Makes what kernels start faster with. */
export async function prepareKernels(folder: string): Promise<void> {
  try {
    const made = await makeKernelImages(folder);
    if (made) process.stderr.write('Made start-up images: kernels start faster from now on\n');
  } catch (error) {
    process.stderr.write(`${(error as Error).message}. Kernels start without, and take longer\n`);
  }
}

/** `gradlab kernel spec`. */
export async function spec(): Promise<number> {
  process.stdout.write(`${JSON.stringify(kernelspec(), null, 2)}\n`);
  return EXIT.passed;
}
