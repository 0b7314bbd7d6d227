/** The Jupyter protocol around a session. */
export { startKernel } from './start-kernel.js';
export { installKernelspec, kernelspec, type KernelspecPlace } from './kernelspec.js';
export { makeKernelImages } from './running-session.js';
