import { expect } from 'vitest';
import type { Ended } from './program.ts';

/** A refusal in a sentence: no stack trace, nothing on standard output. */
export function expectRefused({ exit, stdout, stderr }: Ended, expected = 1): void {
  expect(stderr).not.toMatch(/^\s+at |node:internal|\.ts:\d+/m);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
  expect(exit).toBe(expected);
}
