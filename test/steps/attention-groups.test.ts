import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../shared/protocol/record.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { groupsOf, type Listed } from '../../shared/steps/attention-groups.ts';
import type { Item } from '../../shared/store/store.ts';
import { aRun, NOW } from '../protocol/runs.ts';

const itemOf = (over: Partial<Run>): Item => {
  const run = aRun(over);
  return { key: { partition: `run#${run.runId}`, sort: 'run' }, attributes: attributesOf(run) };
};
const STRANGE: Item = { key: { partition: 'run#strange', sort: 'run' }, attributes: { attentionAt: NOW } };

const namesIn = (items: readonly Item[]) =>
  Object.fromEntries(
    Object.entries(groupsOf(items)).map(([group, listed]) => [
      group,
      listed.map(({ run }: Listed) => run?.runId ?? 'strange'),
    ]),
  );

const closed = { phase: 'CLOSED', closedAt: NOW, attentionAt: NOW } as const;

describe('a run belongs', () => {
  it.each<[string, Partial<Run>, readonly string[]]>([
    ['accepted', { phase: 'ACCEPTED' }, ['open']],
    ['pinned', { phase: 'PINNED' }, ['open']],
    ['sending', { phase: 'SENDING' }, ['toLookAt']],
    ['observing', { phase: 'OBSERVING' }, ['toLookAt']],
    ['failed, not announced', { ...closed, outcome: 'FAILED' }, ['urgent']],
    ['unknown, not announced', { ...closed, outcome: 'UNKNOWN', hold: true }, ['urgent']],
    ['partial, announced', { ...closed, outcome: 'PARTIAL', hold: true, announcedAt: NOW }, ['toTell']],
    ['skipped, not announced', { ...closed, outcome: 'SKIPPED' }, ['toTell']],
    ['succeeded, not announced', { ...closed, outcome: 'SUCCEEDED' }, ['toTell']],
    ['failed, told again', { ...closed, outcome: 'FAILED', announcedAt: NOW }, ['toTell']],
    [
      'unknown, announced, held',
      { ...closed, outcome: 'UNKNOWN', hold: true, announcedAt: NOW },
      ['toTell', 'toLookAt'],
    ],
    ['unknown, settled', { ...closed, outcome: 'UNKNOWN', announcedAt: NOW }, ['toTell']],
  ])('%s: %j: %j', (_name, over, wanted) => {
    const groups = namesIn([itemOf(over)]);
    expect(Object.keys(groups).filter((group) => groups[group]?.length === 1)).toEqual(wanted);
  });

  it('among the open ones where its record cannot be read', () => {
    expect(namesIn([STRANGE])).toEqual({ open: ['strange'], urgent: [], toTell: [], toLookAt: [] });
  });
});

describe('within a group', () => {
  it('whoever waited longest goes first: since its time came, or since it was looked at', () => {
    const sent = { phase: 'OBSERVING', attentionAt: NOW } as const;
    const held = { ...closed, outcome: 'UNKNOWN', hold: true, announcedAt: NOW } as const;
    const items = [
      itemOf({ runId: 'looked-at', ...sent, looks: [{ at: NOW + 3, unreadable: true }] }),
      itemOf({ runId: 'held', ...held, attentionAt: NOW + 2 }),
      itemOf({ runId: 'sent', ...sent, attentionAt: NOW + 1 }),
    ];
    expect(namesIn(items).toLookAt).toEqual(['sent', 'held', 'looked-at']);
  });
});
