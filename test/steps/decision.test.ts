import { describe, expect, it } from 'vitest';
import { storedDecision } from '../../shared/steps/decision.ts';

describe('a stored decision', () => {
  it('is read back as it is', () => {
    expect(storedDecision({ code: 'STOPPED', data: { scope: 'everything' } })).toEqual({
      code: 'STOPPED',
      data: { scope: 'everything' },
    });
  });

  it('of a code that this version does not know is a fault, never another sentence', () => {
    expect(() => storedDecision({ code: 'FROM_THE_FUTURE', data: {} })).toThrow('FROM_THE_FUTURE');
  });
});
