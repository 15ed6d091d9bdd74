import { describe, expect, it } from 'vitest';
import { earliest } from '../../shared/steps/deliver.ts';

describe('the earliest of some instants', () => {
  it.each([
    [[], undefined],
    [[undefined], undefined],
    [[3, undefined, 2], 2],
  ])('%o: %s', (instants, at) => {
    expect(earliest(...instants)).toBe(at);
  });
});
