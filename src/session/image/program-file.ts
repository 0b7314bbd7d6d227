import path from 'node:path';
import { gradlabRoot } from '../gradlab-root.js';

/** A program of a process, as the one file that it is started from.
 * @param name Of its module, in the folder of sessions. */
export const programFile = (name: string) => path.join(gradlabRoot, 'dist', 'session', `${name}.bundle.cjs`);
