import { describe, expect, it } from 'vitest';
import { INSTANCE, itsLease } from '../protocol/runs.ts';
import { judge, type Story, type Truth } from './judge.ts';
import { anEffect, aSend, aStory, aTruth } from './stories.ts';

const wrongs = (story: Story, truth: Truth, atRest = true) =>
  judge([story], truth, atRest).map(({ wrong }) => wrong);

const nothingExecuted = aTruth({ executed: [], primaries: new Set(['node-a']) });
const unknown = { outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', desired: undefined, hold: true } as const;
const held = { lease: itsLease({ hold: 'UNKNOWN' }), sends: [aSend({ answer: 'ambiguous' })] };
const settledAs = (as: 'SWITCHED' | 'NOT_SWITCHED') => ({
  ...unknown,
  hold: false,
  settled: { as, at: 0, decision: { code: 'SETTLED', data: {} }, announced: true },
});

describe('a true record', () => {
  it.each<[string, Story, Truth]>([
    ['SUCCEEDED, and executed', aStory(), aTruth()],
    ['FAILED, and not executed', aStory({ outcome: 'FAILED', reason: 'REFUSED' }), nothingExecuted],
    ['UNKNOWN, held, settled', aStory(settledAs('SWITCHED'), { ...held, lease: undefined }), aTruth()],
    [
      'accepted, executed, and the roles never moved',
      aStory({ outcome: 'FAILED', reason: 'NOT_SWITCHED', desired: 'no' }),
      aTruth({ primaries: new Set(['node-a']) }),
    ],
  ])('%s: nothing is wrong', (_, story, truth) => {
    expect(wrongs(story, truth)).toEqual([]);
  });

  it('may be open, or UNKNOWN and held, while the campaign goes on', () => {
    const open = aStory({ phase: 'SENDING', outcome: undefined, reason: undefined });

    expect(wrongs(open, aTruth(), false)).toEqual([]);
    expect(wrongs(open, aTruth(), true)).toEqual(['it is SENDING and has no outcome']);
    expect(wrongs(aStory(unknown, held), nothingExecuted, false)).toEqual([]);
    expect(wrongs(aStory(unknown, held), nothingExecuted, true)).toEqual(['UNKNOWN, and not settled']);
  });
});

it('an UNKNOWN of two batches, one of which moved, waits for a person', () => {
  const [first] = aStory().pins;
  if (first === undefined) throw new Error('a story has a pinned batch');
  const second = {
    batch: 2,
    clientToken: 't',
    pins: [{ shardId: 's', target: 'node-d', expectedPrimary: 'node-c' }],
  };
  const story = aStory(unknown, { ...held, pins: [first, second] });

  expect(wrongs(story, aTruth({ primaries: new Set(['node-b', 'node-c']) }))).toEqual([]);
  expect(wrongs(story, aTruth({ primaries: new Set(['node-b', 'node-d']) }))).toContain(
    'UNKNOWN, and not settled',
  );
});

describe('a false record', () => {
  it.each([
    ['FAILED', 'REFUSED'],
    ['SKIPPED', 'STOP'],
    ['CANCELLED', 'CANCELLED'],
  ] as const)('%s, and the endpoint executed', (outcome, reason) => {
    expect(wrongs(aStory({ outcome, reason }), aTruth())).toContain(
      `${outcome} · ${reason}, and the endpoint executed 1`,
    );
  });

  it.each<[string, Story, Truth]>([
    ['with 0 of 1 batches executed', aStory(), aTruth({ executed: [] })],
    ['0 of its 1 targets are primary', aStory(), aTruth({ primaries: new Set(['node-a']) })],
    [
      'FAILED · NOT_SWITCHED, and 1 of its targets are primary',
      aStory({ outcome: 'FAILED', reason: 'NOT_SWITCHED' }),
      aTruth(),
    ],
    ['settled SWITCHED', aStory(settledAs('SWITCHED'), held), nothingExecuted],
    ['settled NOT_SWITCHED', aStory(settledAs('NOT_SWITCHED'), held), aTruth()],
    ['and the endpoint executed nothing', aStory({ outcome: 'PARTIAL' }), nothingExecuted],
    ['UNKNOWN, and not held', aStory({ ...unknown, hold: false }), aTruth()],
    ['it holds, and its lease is free', aStory(unknown), aTruth()],
    ['it is over, and still owns the lease', aStory({}, { lease: itsLease() }), aTruth()],
    ['its audit is broken', aStory({ events: 1 }), aTruth()],
    ['its close was not announced', aStory({ announcedAt: undefined }), aTruth()],
  ])('%s', (wrong, story, truth) => {
    expect(wrongs(story, truth).join()).toContain(wrong);
  });
});

describe('a deed that may not be', () => {
  it.each<[string, Story, Truth]>([
    ['batch 1 had 2 effects', aStory(), aTruth({ executed: [anEffect(), anEffect()] })],
    ['batch 1 moved node-c', aStory(), aTruth({ executed: [anEffect({ nodeIds: ['node-c'] })] })],
    ['without a claimed send', aStory({}, { sends: [aSend({ answer: 'NOT_SENT' })] }), aTruth()],
    ['which no run has pinned', aStory({}, { pins: [] }), aTruth()],
    ['2 calls reached the endpoint, and 1', aStory(), aTruth({ calls: new Map([[INSTANCE, 2]]) })],
    [
      '2 runs had an effect within one cool-down',
      aStory(),
      aTruth({ executed: [anEffect(), anEffect({ clientToken: 'offpeak-run-2-1' })] }),
    ],
  ])('%s', (wrong, story, truth) => {
    expect(wrongs(story, truth).join()).toContain(wrong);
  });
});
