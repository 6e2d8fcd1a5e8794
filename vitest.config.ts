/**
 * Test projects of the whole repository.
 * unit, tooling: `npm test`. e2e, browser, bootstrap: .ci/run, or `vitest run --project NAME`.
 */
import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;

export default defineConfig({
  test: {
    // Native libraries (TensorFlow, GL) keep global state: one process a file, never threads.
    pool: 'forks',
    // The addon and the workers of one test file already use every core of a small machine.
    maxWorkers: 2,
    teardownTimeout: 20_000,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,apps,recipes}/**/*.test.ts', '{conformance,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/out/**', '**/*.browser.test.ts'],
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'tooling',
          include: ['tooling/src/**/*.test.ts', 'infra/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.slow.test.ts'],
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
          testTimeout: 20 * MINUTE_MS,
          hookTimeout: 20 * MINUTE_MS,
          // Each test drives real processes that use all cores.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['{apps,packages,e2e}/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 3 * MINUTE_MS,
          hookTimeout: 3 * MINUTE_MS,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'bootstrap',
          include: ['infra/**/*.slow.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 15 * MINUTE_MS,
          hookTimeout: 15 * MINUTE_MS,
          fileParallelism: false,
        },
      },
    ],
  },
});
