import { describe, expect, it } from 'vitest';
import { MARGIN } from '../../shared/protocol/lease.ts';
import { freezesFor, movesFor, type Override, weighedUnseenMove } from '../../shared/protocol/override.ts';
import { MINUTE } from '../../shared/time/clock.ts';

const AT = 1_000_000;
const freeze = (name: string, startsAt = 0, endsAt = 2 * AT) => ({ name, startsAt, endsAt });
const override = (gate: Override['gate'], over: Partial<Override> = {}) => ({
  override: { gate, by: 'ann', reason: 'incident', at: AT, ...over },
});

describe('the freezes that hold for a run', () => {
  const LIFTED = [freeze('Double 11')];

  it.each([
    ['no override', {}, ['Double 11', 'Holidays']],
    ['an override of the freeze', override('freeze', { freezes: LIFTED }), ['Holidays']],
    ['an override of the window', override('window'), ['Double 11', 'Holidays']],
    ['an override of the cool-down', override('cooldown'), ['Double 11', 'Holidays']],
    ['an override that names none', override('freeze'), ['Double 11', 'Holidays']],
  ])('with %s', (_what, run, left) => {
    const freezes = [freeze('Double 11'), freeze('Holidays')];

    expect(freezesFor(run, freezes).map(({ name }) => name)).toEqual(left);
  });

  it.each([
    ['was moved back', freeze('Double 11', 1)],
    ['was made longer', freeze('Double 11', 0, 2 * AT + 1)],
    ['has another name', freeze('Double 12')],
  ])('are not those that were lifted where one %s', (_what, moved) => {
    expect(freezesFor(override('freeze', { freezes: LIFTED }), [moved])).toEqual([moved]);
  });
});

describe('the moves that a cool-down counts from', () => {
  const lease = (at: number) => ({ owner: 'r', lastClaimedSendAt: at, lastRoleChangeSeenAt: at });

  it.each([
    ['no override', {}, AT - MARGIN, true],
    ['an override of the freeze', override('freeze'), AT - MARGIN, true],
    ['an override of the window', override('window'), AT - MARGIN, true],
    ['an override of it, of a move before', override('cooldown'), AT - MARGIN, false],
    ['an override of it, of a move within the margin of clocks', override('cooldown'), AT - MARGIN + 1, true],
    ['an override of it, of a move after', override('cooldown'), AT + 1, true],
  ])('with %s', (_what, run, at, counts) => {
    expect(movesFor(run, lease(at))).toEqual({
      owner: 'r',
      lastClaimedSendAt: counts ? at : undefined,
      lastRoleChangeSeenAt: counts ? at : undefined,
    });
  });

  it('are none where nothing was remembered', () => {
    expect(movesFor(override('cooldown'), {})).toEqual({});
  });
});

describe('a move that no run had seen', () => {
  it.each([
    ['no override', {}, AT, false],
    ['an override of the window', override('window'), AT, false],
    ['an override of the freeze', override('freeze'), AT, false],
    ['an override of it, seen at once', override('cooldown'), AT, true],
    ['an override of it, seen within the minute', override('cooldown'), AT + MINUTE, true],
    ['an override of it, seen by a run that waited', override('cooldown'), AT + MINUTE + 1, false],
    ['an override of it by a clock that is ahead', override('cooldown'), AT - MARGIN, true],
  ])('was weighed: %s', (_what, run, now, weighed) => {
    expect(weighedUnseenMove(run, now)).toBe(weighed);
  });
});
