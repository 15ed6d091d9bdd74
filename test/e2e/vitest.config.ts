import { defineConfig } from 'vitest/config';

/** What takes real time to show: a signature's life, the settle time. Part of `npm run conformance`. */
export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: { include: ['test/e2e/*.conformance.ts'], testTimeout: 120_000 },
});
