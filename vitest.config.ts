import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Sessions start processes of their own: two files at a time keep a two-core machine responsive.
    maxWorkers: 2,
  },
});
