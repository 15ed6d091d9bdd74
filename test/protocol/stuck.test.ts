import { describe, expect, it } from 'vitest';
import { isStuck, lastMoment } from '../../shared/protocol/stuck.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aRun, NOW } from './runs.ts';

const opening = { day: '2026-11-24', opensAt: NOW, cutoffAt: NOW + HOUR, closesAt: NOW + 2 * HOUR };
const closed = aRun({ phase: 'CLOSED', outcome: 'PARTIAL', reason: 'REFUSED', closedAt: NOW });
const settled = { as: 'ACKNOWLEDGED', at: NOW, decision: { code: 'ACKNOWLEDGED_BY', data: {} } } as const;

describe('the last moment of a run', () => {
  it('is the longest change after the close of its opening, or after its start where it has none', () => {
    expect(lastMoment(aRun({ opening }))).toBe(NOW + 2 * HOUR + 10 * MINUTE + 5 * SECOND);
    expect(lastMoment(aRun({ opening: undefined, acceptedAt: NOW, startAt: NOW + HOUR }))).toBe(
      NOW + HOUR + 10 * MINUTE + 5 * SECOND,
    );
  });
});

describe('a run is stuck', () => {
  it.each([
    ['open, an hour after its last moment', aRun({ opening }), lastMoment(aRun({ opening })) + HOUR],
    ['closed and not announced', closed, NOW + 15 * MINUTE],
    [
      'settled and not announced',
      { ...closed, announcedAt: NOW, settled: { ...settled, announced: false } },
      NOW + 15 * MINUTE,
    ],
  ])('%s: after that instant, not at it', (_, run, at) => {
    expect(isStuck(run, at)).toBe(false);
    expect(isStuck(run, at + 1)).toBe(true);
  });

  it('held for a day, from the minute on in which settle looks at it again', () => {
    const held = { ...closed, announcedAt: NOW, hold: true };

    expect(isStuck(held, NOW + DAY - 1)).toBe(false);
    expect(isStuck(held, NOW + DAY)).toBe(true);
  });

  it('never, once it is announced and holds nothing', () => {
    expect(isStuck({ ...closed, announcedAt: NOW }, NOW + 1_000 * DAY)).toBe(false);
    expect(
      isStuck({ ...closed, announcedAt: NOW, settled: { ...settled, announced: true } }, NOW + 1_000 * DAY),
    ).toBe(false);
  });
});
