// npm run bench.
import { mustRunNode, prepare } from './prepare.js';

prepare();
mustRunNode('bench/main.js', process.argv.slice(2));
