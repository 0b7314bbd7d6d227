// npm run test:hostile: a class of attacks gets the points that it deserves. Needs bubblewrap.
import { mustRunNode, prepare, prepareImages } from './prepare.js';

await prepare();
await prepareImages();
mustRunNode('node_modules/vitest/vitest.mjs', ['run', '--project', 'hostile', ...process.argv.slice(2)]);
