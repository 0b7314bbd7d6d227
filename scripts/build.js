// npm run build: installs if needed, then compiles src/ to dist/.
import { prepare } from './prepare.js';

await prepare();
