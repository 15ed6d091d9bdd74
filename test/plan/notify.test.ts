import { expect, it } from 'vitest';
import { channelsOf } from '../../shared/plan/notify.ts';

it('an entry has its channels in one order, whatever the order of the file, and nothing else as one', () => {
  expect(channelsOf({ log: 'here', digest: '08:30', feishu: 'bot', languages: ['en'] })).toEqual([
    { kind: 'feishu', name: 'bot' },
    { kind: 'log', name: 'here' },
  ]);
});
