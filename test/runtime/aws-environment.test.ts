import { describe, expect, it } from 'vitest';
import {
  ANNOUNCING,
  EnvironmentRefused,
  RECORDS,
  readEnvironment,
  WORKFLOW,
} from '../../shared/runtime/aws-environment.ts';

const needed = { ...RECORDS, ...WORKFLOW, ...ANNOUNCING };

const complete = {
  OFFPEAK_DEPLOYMENT: 'main',
  OFFPEAK_TABLE: 'records',
  OFFPEAK_STATE_MACHINE: 'arn:aws:states:eu-central-1:1:stateMachine:runs',
  OFFPEAK_LANGUAGE: 'zh-CN',
  OFFPEAK_TIMEZONE: 'Asia/Shanghai',
  OFFPEAK_EVENT_BUS: 'bus',
};

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readEnvironment('settle', needed, environment);
  } catch (error) {
    if (error instanceof EnvironmentRefused) return error.faults;
    throw error;
  }
  return [];
}

describe("a function's environment", () => {
  it('is one frozen object, its times in milliseconds, with the documented lives where none are set', () => {
    const environment = readEnvironment('settle', needed, complete);

    expect(environment).toMatchObject({
      ...complete,
      OFFPEAK_SIGNATURE_LIFE_SECONDS: 900_000,
      OFFPEAK_REQUEST_TIMEOUT_SECONDS: 10_000,
    });
    expect(Object.isFrozen(environment)).toBe(true);
  });

  it('is read in part: nothing is asked for that a function does not need', () => {
    const environment = readEnvironment('SwitchOver', RECORDS, {
      OFFPEAK_DEPLOYMENT: 'main',
      OFFPEAK_TABLE: 'records',
      OFFPEAK_SIGNATURE_LIFE_SECONDS: '30',
    });

    expect(environment.OFFPEAK_SIGNATURE_LIFE_SECONDS).toBe(30_000);
  });

  it('names every missing variable at once, and the function', () => {
    expect(faultsOf({})).toEqual(Object.keys(complete).map((variable) => `${variable} is missing`));
    expect(() => readEnvironment('settle', needed, {})).toThrow(/^start settle → .*OFFPEAK_TABLE is missing/);
  });

  it.each([
    ['OFFPEAK_TABLE', '', 'OFFPEAK_TABLE must not be empty'],
    ['OFFPEAK_LANGUAGE', 'de', 'OFFPEAK_LANGUAGE must be en or zh-CN'],
    ['OFFPEAK_TIMEZONE', 'Asia/Shangai', 'OFFPEAK_TIMEZONE must be an IANA time zone'],
    [
      'OFFPEAK_SIGNATURE_LIFE_SECONDS',
      '15m',
      'OFFPEAK_SIGNATURE_LIFE_SECONDS must be whole seconds, 1 to 99999',
    ],
    [
      'OFFPEAK_REQUEST_TIMEOUT_SECONDS',
      '0',
      'OFFPEAK_REQUEST_TIMEOUT_SECONDS must be whole seconds, 1 to 99999',
    ],
  ])('refuses %s = %j', (variable, value, fault) => {
    expect(faultsOf({ ...complete, [variable]: value })).toEqual([fault]);
  });

  it('never shows a value that it refuses', () => {
    expect(faultsOf({ ...complete, OFFPEAK_TIMEZONE: 'canary' }).join()).not.toContain('canary');
  });
});
