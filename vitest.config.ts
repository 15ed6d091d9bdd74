import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/conformance/skipped.ts'],
    pool: 'threads',
    // Tests share no state between files; a worker for each file would cost more than the tests.
    isolate: false,
    testTimeout: 20_000,
  },
});
