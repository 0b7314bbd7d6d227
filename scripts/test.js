// npm test: everything that must hold. Arguments go to vitest.
import { mustRunNode, prepare } from './prepare.js';

prepare();
mustRunNode('bin/gradlab.js', ['build', '--check']);
mustRunNode('node_modules/vitest/vitest.mjs', ['run', '--project', '!browser', ...process.argv.slice(2)]);
