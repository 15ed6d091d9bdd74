import { describe, expect, it } from 'vitest';
import { NotWired, recordPorts, UNWIRED } from '../../shared/runtime/aws.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { closedRun } from './closed-runs.ts';
import { memoryLog } from './memory-log.ts';

const account = {
  name: 'prod',
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: 'offpeak/prod',
  mode: 'switch',
} as const;

describe('a function that is given nothing but the records', () => {
  it.each([
    ['the vendor', () => UNWIRED.redis(account)],
    ['a start', () => UNWIRED.executions.start('r1')],
    ['a stop', () => UNWIRED.executions.stop('arn', 'why')],
    ['a status', () => UNWIRED.executions.status('arn')],
    ['the bus', () => UNWIRED.announcer.closed(closedRun())],
    ['a token', () => UNWIRED.announcer.answerToken('token', closedRun())],
  ])('cannot reach for %s', (_what, reach) => {
    expect(reach).toThrow(NotWired);
  });

  it('has the settings of its environment, the clock and the log that it was given', () => {
    const log = memoryLog();
    const ports = recordPorts(
      {
        OFFPEAK_DEPLOYMENT: 'main',
        OFFPEAK_TABLE: 'records',
        OFFPEAK_SIGNATURE_LIFE_SECONDS: 900_000,
        OFFPEAK_REQUEST_TIMEOUT_SECONDS: 10_000,
      },
      { clock: systemClock, log },
    );

    expect(ports.settings).toEqual({ deployment: 'main', signatureLife: 900_000, requestTimeout: 10_000 });
    expect(ports).toMatchObject({ clock: systemClock, log });
    expect(ports.unique()).not.toBe(ports.unique());
    expect(ports.random()).toBeLessThan(1);
  });
});
