// npm test: what must hold at every change; npm run test:browser, npm run test:hostile and the five seeds of gradlab verify take
// longer. Arguments go to vitest.
import { mustRunNode, prepare, prepareImages } from './prepare.js';

await prepare();
await prepareImages();
mustRunNode('bin/gradlab.js', ['build', '--check']);
mustRunNode('node_modules/vitest/vitest.mjs', [
  'run',
  '--project',
  'apart',
  '--project',
  'together',
  ...process.argv.slice(2),
]);
