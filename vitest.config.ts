import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 120_000 };
/** Their tests change global state (TensorFlow.js' classes) or share a session within a file: a process for each file. */
const apart = ['test/lab/**/*.test.ts', 'test/session/**/*.test.ts'];
/** They need JupyterLab: npm run test:browser. */
const browser = ['test/browser/**/*.test.ts'];
/** Takes minutes, most of them waiting for deadlines: npm run test:hostile. */
const hostile = ['test/hostile/**/*.test.ts'];

export default defineConfig({
  test: {
    // Sessions start processes of their own: two files at a time keep a two-core machine responsive.
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'apart', include: apart } },
      // The modules of the other rooms are loaded once for all files.
      {
        test: {
          ...common,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...apart, ...browser, ...hostile],
          isolate: false,
        },
      },
      { test: { ...common, name: 'browser', include: browser } },
      { test: { ...common, name: 'hostile', include: hostile } },
    ],
  },
});
