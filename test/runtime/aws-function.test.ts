import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EnvironmentRefused, WORKFLOW } from '../../shared/runtime/aws-environment.ts';
import { onFirstCall, stepFunction } from '../../shared/runtime/aws-function.ts';

beforeEach(() => vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT'));
afterEach(() => vi.unstubAllEnvs());

const context = { getRemainingTimeInMillis: () => 30_000 };

describe('a function', () => {
  it('does nothing when it is loaded, and is made once, at its first call', () => {
    vi.stubEnv('OFFPEAK_STATE_MACHINE', 'arn:machine');
    let made = 0;
    const use = onFirstCall('due', WORKFLOW, (environment) => {
      made += 1;
      return environment.OFFPEAK_STATE_MACHINE;
    });

    expect(made).toBe(0);
    expect([use(), use()]).toEqual(['arn:machine', 'arn:machine']);
    expect(made).toBe(1);
  });

  it('refuses at every call while its environment is not usable, and works once it is', () => {
    const use = onFirstCall('due', WORKFLOW, () => 'made');

    expect(use).toThrow(EnvironmentRefused);
    expect(use).toThrow('start due → its environment is not usable: OFFPEAK_STATE_MACHINE is missing');
    vi.stubEnv('OFFPEAK_STATE_MACHINE', 'arn:machine');
    expect(use()).toBe('made');
  });

  it('gives its step the event, and the time that the platform leaves it', async () => {
    const handler = stepFunction('due', {}, () => async (input, frame) => ({
      input,
      left: frame.remaining(),
    }));
    const { input, left } = await handler({ runId: 'r1' }, context);

    expect(input).toEqual({ runId: 'r1' });
    expect(left).toBeLessThanOrEqual(30_000);
    expect(left).toBeGreaterThan(29_000);
  });

  it('fails by the name that its step has thrown', async () => {
    const failure = Object.assign(new Error('The roles did not move.'), { name: 'FAILED' });
    const handler = stepFunction('RecordOutcome', {}, () => async () => Promise.reject(failure));

    await expect(handler({}, context)).rejects.toBe(failure);
  });
});
