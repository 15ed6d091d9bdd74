import type { Message } from '../../shared/notify/channel.ts';

/** A message with everything in it, in two languages. */
export const TROUBLE: Message = {
  id: 'run-1:trouble',
  kind: 'trouble',
  title: '[Offpeak] UNKNOWN · redis-cn0212gzmh2xs0001 · 未知',
  paragraphs: [
    'The answer to the request was lost, and the roles have not moved.',
    '请求的应答丢失，主从角色未变化。',
    'Do not switch the instance by hand.\n请勿手动切换该实例。',
  ],
  command: 'offpeak acknowledge run-1 --reason "…"',
  link: 'https://example.com/runbook#unknown',
  data: { runId: 'run-1', outcome: 'UNKNOWN' },
};
