import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { makeModelTransport } from '../../shared/runtime/model-transport.ts';
import { SECOND } from '../../shared/time/clock.ts';
import { NIGHT, practising } from './practising.ts';

describe('what becomes of an answer', () => {
  it.each<[FaultInput, { kind: string; code?: string }, { executed: number; took: number }]>([
    [{ fault: 'lose-answer' }, { kind: 'ambiguous', code: 'ConnectionReset' }, { executed: 1, took: 0 }],
    [{ fault: 'garble-answer' }, { kind: 'ambiguous' }, { executed: 1, took: 0 }],
    [{ fault: 'server-error' }, { kind: 'ambiguous' }, { executed: 0, took: 0 }],
    [{ fault: 'internal-error' }, { kind: 'ambiguous' }, { executed: 1, took: 0 }],
    [
      { fault: 'throttle', retryAfterSeconds: 2 },
      { kind: 'throttled', code: 'FlowLimitExceeded' },
      { executed: 0, took: 0 },
    ],
    [{ fault: 'hang' }, { kind: 'ambiguous', code: 'Timeout' }, { executed: 0, took: 10 * SECOND }],
    [
      { fault: 'execute-late', after: '12s' },
      { kind: 'ambiguous', code: 'Timeout' },
      { executed: 0, took: 10 * SECOND },
    ],
    [{ fault: 'hold-answer', for: '4s' }, { kind: 'accepted' }, { executed: 1, took: 4 * SECOND }],
    [
      { fault: 'hold-answer', for: '11s' },
      { kind: 'ambiguous', code: 'Timeout' },
      { executed: 1, took: 10 * SECOND },
    ],
    [{ fault: 'hold-answer' }, { kind: 'ambiguous', code: 'Timeout' }, { executed: 1, took: 10 * SECOND }],
  ])('under %j', async (fault, answer, { executed, took }) => {
    const { clock, model, send } = practising();
    model.arm(fault);

    expect(await send()).toMatchObject(answer);
    expect(model.executed()).toHaveLength(executed);
    expect(clock.now()).toBe(NIGHT + took);
  });
});

describe('an exchange', () => {
  const exchanging = () => {
    const { clock, model } = practising();
    const host = 'model.invalid';
    return {
      clock,
      model,
      transport: makeModelTransport({ model, credentials: [], clock, host, timeout: 10 * SECOND }),
    };
  };
  const UNSIGNED = { path: '/?Action=SwitchOver&Version=2020-12-07', headers: {}, body: '{}' };

  it('that is not signed is turned away as it would be from a socket', async () => {
    const { model, transport } = exchanging();

    const result = await transport.exchange(UNSIGNED);

    expect(result).toMatchObject({ kind: 'answered', httpStatus: 401 });
    expect(model.answered()).toMatchObject([{ action: 'SwitchOver', httpStatus: 401 }]);
  });

  it('goes where its path says', async () => {
    const { transport } = exchanging();

    const result = await transport.exchange({ ...UNSIGNED, path: '/elsewhere' });

    expect(result).toMatchObject({ kind: 'answered', httpStatus: 404 });
  });
});
