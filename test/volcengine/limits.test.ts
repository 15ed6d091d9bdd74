import { describe, expect, it } from 'vitest';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
import { resolveLimits } from '../../shared/volcengine/limits.ts';

const DEFAULTS = {
  timeouts: { connect: 3_000, headers: 10_000, body: 10_000, total: 10_000 },
  readBudget: { attempts: 4, elapsed: 20_000, firstDelay: 200, longestDelay: 5_000 },
  answerLimit: 4_194_304,
};

describe('limits', () => {
  it('have defaults', () => {
    expect(resolveLimits({})).toEqual(DEFAULTS);
  });

  it('may be set one by one', () => {
    expect(resolveLimits({ timeouts: { total: 500 }, readBudget: { attempts: 1 } })).toEqual({
      ...DEFAULTS,
      timeouts: { ...DEFAULTS.timeouts, headers: 500, body: 500, total: 500 },
      readBudget: { ...DEFAULTS.readBudget, attempts: 1 },
    });
  });

  it('give headers and body as long as the whole exchange, unless they are set', () => {
    expect(resolveLimits({ timeouts: { total: 20_000, body: 7_000 } }).timeouts).toEqual({
      connect: 3_000,
      headers: 20_000,
      body: 7_000,
      total: 20_000,
    });
  });

  it('out of range are refused, all at once, each with its place', () => {
    const resolve = () => resolveLimits({ timeouts: { total: 0, body: 1.5 }, readBudget: { attempts: 11 } });

    expect(resolve).toThrow(InvalidSettings);
    expect(resolve).toThrow(
      'timeouts.body: must be a whole number from 1 to 60000; timeouts.total: must be a whole number from 1 to 60000; readBudget.attempts: must be a whole number from 1 to 10',
    );
  });
});
