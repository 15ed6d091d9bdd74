import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/conformance/skipped.ts'],
    pool: 'threads',
    // One for each processor: by itself vitest keeps one processor free, which halves a small machine.
    maxWorkers: '100%',
    // Tests share no state between files; a worker for each file would cost more than the tests.
    isolate: false,
    testTimeout: 20_000,
  },
});
