import { expect, it } from 'vitest';
import { digestData } from '../../shared/notify/digest.ts';
import { writeMessage } from '../../shared/notify/messages.ts';
import type { DigestNotice } from '../../shared/notify/notice.ts';
import { closedRun, unknownRun } from '../runtime/closed-runs.ts';

const to = Date.UTC(2026, 10, 28, 1);
const many = Array.from({ length: 12 }, (_, n) =>
  closedRun({ runId: `run-${n}`, instance: `cn-beijing/redis-${n}` }),
);
const notice: DigestNotice = {
  kind: 'digest',
  entry: 'dba',
  from: to - 86_400_000,
  to,
  groups: [
    { outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', runs: [unknownRun()] },
    { outcome: 'SUCCEEDED', reason: 'PROVEN', runs: many },
  ],
  held: [unknownRun()],
};

it('names ten instances of a group and counts the rest, in both languages', () => {
  const message = writeMessage(notice, { languages: ['en', 'zh-CN'], zone: 'Asia/Shanghai' });
  expect(message).toMatchObject({
    kind: 'digest',
    id: 'digest/dba/2026-11-28T01:00:00.000Z',
    title: 'Offpeak 2026-11-28: 1 unknown, 12 succeeded · Offpeak 2026-11-28：结果未知 1，成功 12',
  });
  expect(message.paragraphs).toContain(
    `Succeeded (proven), 12: ${many
      .slice(0, 10)
      .map((_, n) => `redis-${n}`)
      .join(', ')} and 2 more`,
  );
  expect(message.paragraphs.some((line) => line.startsWith('成功（已证实），12 个：redis-0、'))).toBe(true);
});

it('gives machines counts and runs, as JSON', () => {
  const data = digestData(notice);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  expect(data).toMatchObject({
    entry: 'dba',
    groups: [
      { count: 1 },
      { count: 12, runs: expect.arrayContaining([{ runId: 'run-11', instance: 'cn-beijing/redis-11' }]) },
    ],
    held: [{ runId: 'aaaabbbbcccc' }],
  });
});
