import { expect, it } from 'vitest';
import { makeMessenger } from '../../shared/runtime/messenger.ts';
import { makeFakeChannels } from '../notify/fake-channel.ts';

const notice = { kind: 'test', entry: 'dba', at: 0 } as const;
const { channel } = makeFakeChannels();

it('writes in the languages of the entry, and in the own one where the entry names none', () => {
  const messenger = makeMessenger({ channel, language: 'zh-CN' });

  expect(messenger.write(notice, { languages: undefined, zone: 'UTC' }).title).toBe(
    'Offpeak：发给 dba 的测试消息',
  );
  expect(messenger.write(notice, { languages: ['en'], zone: 'UTC' }).title).toBe('Offpeak: a test for dba');
});
