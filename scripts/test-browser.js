// npm run test:browser: the kernel in a real JupyterLab. Needs Python 3, and Chromium (GRADLAB_CHROMIUM, or /usr/bin/chromium).
import { mustRunNode, prepare, prepareImages } from './prepare.js';

await prepare();
await prepareImages();
mustRunNode('scripts/install-jupyter.js', []);
mustRunNode('node_modules/vitest/vitest.mjs', ['run', '--project', 'browser', ...process.argv.slice(2)]);
