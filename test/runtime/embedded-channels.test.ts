import { expect, it } from 'vitest';
import { embeddedChannels } from '../../shared/runtime/embedded-channels.ts';
import { memoryLog } from './memory-log.ts';

const MESSAGE = { id: 'a/trouble', kind: 'trouble', title: 'title', paragraphs: ['one'], data: {} } as const;

it('log writes the message as one warning', async () => {
  const log = memoryLog();
  const channel = embeddedChannels(log)('dba', { kind: 'log', name: 'here' });

  expect(await channel.send({ ...MESSAGE, command: 'offpeak show a' })).toEqual({ delivered: true });
  expect(log.lines).toMatchObject([
    {
      level: 'warn',
      what: 'title',
      code: 'MESSAGE',
      data: { id: 'a/trouble', entry: 'dba', paragraphs: ['one'], command: 'offpeak show a' },
    },
  ]);
});

it('any other channel says that it is not here, and the message waits for it', async () => {
  const channel = embeddedChannels(memoryLog())('dba', { kind: 'feishu', name: 'bot' });
  expect(await channel.send(MESSAGE)).toMatchObject({ delivered: false, permanent: false });
});
