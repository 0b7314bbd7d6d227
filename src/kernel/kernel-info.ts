import { createRequire } from 'node:module';
import path from 'node:path';
import { gradlabRoot } from '../session/index.js';
import { PROTOCOL_VERSION } from './message.js';

const requireHere = createRequire(import.meta.url);
const { version } = requireHere(path.join(gradlabRoot, 'package.json')) as { version: string };
const typescriptVersion = () => (requireHere('typescript/package.json') as { version: string }).version;

/** Content of `kernel_info_reply`. */
export function kernelInfo(): object {
  const typescript = typescriptVersion();
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'gradlab',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      // As a text: JupyterLab takes an object's `name: 'javascript'` and loses the types.
      codemirror_mode: 'typescript',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
    },
    banner: `gradlab ${version}: TypeScript ${typescript} on Node ${process.versions.node}`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/handbook/intro.html' },
      { text: 'TensorFlow.js', url: 'https://js.tensorflow.org/api/latest/' },
      { text: 'Plotly', url: 'https://plotly.com/javascript/' },
    ],
  };
}
