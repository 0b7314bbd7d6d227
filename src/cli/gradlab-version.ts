import { createRequire } from 'node:module';

/** As package.json says. */
export const { version: gradlabVersion } = createRequire(import.meta.url)('../../package.json') as {
  version: string;
};
