import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: `${import.meta.dirname}/../..`,
  test: { include: ['test/conformance/*.conformance.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
