import { expect, it } from 'vitest';
import { messenger } from '../../shared/runtime/aws-messenger.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { unknownRun } from './closed-runs.ts';
import { memoryLog } from './memory-log.ts';

const SURROUNDINGS = { clock: systemClock, log: memoryLog() };
const ENVIRONMENT = {
  OFFPEAK_LANGUAGE: 'zh-CN',
  OFFPEAK_TIMEZONE: 'UTC',
  OFFPEAK_TOPIC_PREFIX: 'arn:aws:sns:eu-west-1:111122223333:',
} as const;
const to = { languages: undefined, zone: 'Asia/Shanghai' };

it("writes in the deployment's language where the entry names none", () => {
  const { title } = messenger(ENVIRONMENT, SURROUNDINGS).write({ kind: 'test', entry: 'dba', at: 0 }, to);
  expect(title).toBe('Offpeak：发给 dba 的测试消息');
});

it('links to the runbook where the deployment says where it is', () => {
  const notice = { kind: 'trouble', run: unknownRun(), sends: [] } as const;
  const linking = { ...ENVIRONMENT, OFFPEAK_RUNBOOK: 'https://wiki.example/offpeak' };
  expect(messenger(linking, SURROUNDINGS).write(notice, to).link).toBe(
    'https://wiki.example/offpeak#unknown',
  );
  expect(messenger(ENVIRONMENT, SURROUNDINGS).write(notice, to).link).toBeUndefined();
});
