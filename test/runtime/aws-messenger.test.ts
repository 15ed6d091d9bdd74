import { expect, it } from 'vitest';
import { messenger } from '../../shared/runtime/aws-messenger.ts';
import { memoryLog } from './memory-log.ts';

it("writes in the deployment's language where the entry names none", () => {
  const told = messenger({ OFFPEAK_LANGUAGE: 'zh-CN', OFFPEAK_TIMEZONE: 'UTC' }, { log: memoryLog() });
  const { title } = told.write(
    { kind: 'test', entry: 'dba', at: 0 },
    { languages: undefined, zone: 'Asia/Shanghai' },
  );
  expect(title).toBe('Offpeak：发给 dba 的测试消息');
});
