/** The Jupyter protocol around a session. */
export { installKernelspec, kernelspec, type KernelspecPlace } from './kernelspec.js';
export { makeKernelImages } from './running-session.js';
