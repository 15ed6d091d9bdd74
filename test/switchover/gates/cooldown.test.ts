import { expect, it } from 'vitest';
import { cooldownGate } from '../../../shared/switchover/gates/cooldown.ts';

const ask = (now: number, lease: object | undefined) => cooldownGate({ now, lease, cooldown: 100 });

it.each([
  ['never switched', 1, undefined, 'yes'],
  ['a lease without any send', 1, {}, 'yes'],
  ['a millisecond before the end', 1_099, { lastClaimedSendAt: 1_000 }, 'not yet'],
  ['at the end', 1_100, { lastClaimedSendAt: 1_000 }, 'yes'],
  [
    'a later change of roles by somebody else',
    1_100,
    { lastClaimedSendAt: 1_000, lastRoleChangeSeenAt: 1_050 },
    'not yet',
  ],
  ['an earlier one', 1_100, { lastClaimedSendAt: 1_000, lastRoleChangeSeenAt: 950 }, 'yes'],
])('%s', (_, now, lease, answer) => {
  expect(ask(now, lease)).toMatchObject({ gate: 'cooldown', answer });
});

it('says since when and until when', () => {
  expect(ask(1_001, { lastClaimedSendAt: 1_000 })).toEqual({
    gate: 'cooldown',
    answer: 'not yet',
    reason: 'COOLDOWN',
    untilAt: 1_100,
    decision: { code: 'COOLING_DOWN', data: { sinceAt: 1_000, endsAt: 1_100, cooldownMilliseconds: 100 } },
  });
});
