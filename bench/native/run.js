// Native TensorFlow for the benchmark: the one that notebooks use where there is one, else its own, from install.js.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeFolder, nativePackage, nativePackageIn } from '../../dist/lab/native-package.js';

/** Beside what else the benchmark installs: notebooks do not look there. */
export const ownCache = fileURLToPath(new URL('../../.cache/native', import.meta.url));

const isInstalled = nativePackage() !== undefined;
const own = path.join(ownCache, 'gradlab', path.basename(nativeFolder()));

export const hasNative = isInstalled || existsSync(nativePackageIn(own));

/** Where notebooks find it. */
export const nativeEnvironment = isInstalled ? {} : { XDG_CACHE_HOME: ownCache };
