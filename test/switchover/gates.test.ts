import { describe, expect, it } from 'vitest';
import {
  GATES,
  type GateName,
  OVERRIDABLE_GATES,
  type OverridableGate,
} from '../../shared/switchover/codes.ts';
import type { GateFacts } from '../../shared/switchover/gates/facts.ts';
import { evaluateGates, verdictOf } from '../../shared/switchover/gates.ts';
import { HOUR } from '../../shared/time/clock.ts';
import { going, OPENING } from './gates/going.ts';
import { instanceOf, shardOf } from './topologies.ts';

const stop = { scope: 'everything', by: 'ann', reason: 'incident' };
const freeze = { name: 'Double 11', startsAt: 0, endsAt: 48 * HOUR };
const answerTo = (change: Partial<GateFacts>) => verdictOf(evaluateGates(going(change)));

describe('evaluateGates', () => {
  it('asks every gate, in order, and each says yes when nothing stands in the way', () => {
    const verdicts = evaluateGates(going());

    expect(verdicts.map((verdict) => verdict.gate)).toEqual(GATES);
    expect(verdicts.every((verdict) => verdict.answer === 'yes')).toBe(true);
    expect(verdictOf(verdicts)).toEqual({ answer: 'yes' });
  });

  it('never stops at the first that refuses', () => {
    const verdicts = evaluateGates(going({ freezes: [freeze], stops: [stop], instance: undefined }));
    const refusing = verdicts.filter((verdict) => verdict.answer !== 'yes').map((verdict) => verdict.gate);

    expect(verdicts).toHaveLength(GATES.length);
    expect(refusing).toEqual(['freeze', 'stop', 'instance']);
  });

  it('asks only the gates it is told to, in their own order', () => {
    const asked = evaluateGates(going(), ['stop', 'rule', 'stop']);

    expect(asked.map((verdict) => verdict.gate)).toEqual(['rule', 'stop']);
  });

  it('asks a run that goes on again for stops, freezes and lease, but for nothing that is about starting', () => {
    const lease = { owner: 'run-1', hold: 'SENT', lastClaimedSendAt: 3 * HOUR };
    const asked = evaluateGates(going({ continuing: true, lease, now: OPENING.cutoffAt }));
    const left = GATES.filter((gate) => !['freshness', 'cooldown', 'limits'].includes(gate));

    expect(asked.map((verdict) => verdict.gate)).toEqual(left);
    expect(verdictOf(asked)).toEqual({ answer: 'yes' });
  });
});

describe('the answer of all gates', () => {
  it.each<[string, Partial<GateFacts>, 'no' | 'not yet', GateName, string]>([
    ['a freeze', { freezes: [freeze] }, 'no', 'freeze', 'FREEZE'],
    ['a rule that says never', { rule: { name: 'r', never: 'no' } }, 'no', 'rule', 'NEVER'],
    [
      'a stale start',
      { windowless: true, trigger: { startAt: 0, graceMilliseconds: 1 } },
      'no',
      'freshness',
      'STALE',
    ],
    [
      'the wrong class',
      { instance: instanceOf({ instanceClass: 'Standalone' }) },
      'no',
      'instance',
      'NOT_READY',
    ],
    [
      'foreign roles',
      {
        pins: [{ shardId: 'h', target: 'h-1', expectedPrimary: 'h-0' }],
        shards: [shardOf('h', 's', 's', 'p')],
      },
      'no',
      'targets',
      'FOREIGN',
    ],
    ['the cutoff', { now: OPENING.cutoffAt }, 'no', 'window', 'WINDOW'],
    ['the window to come', { now: HOUR }, 'not yet', 'window', 'WINDOW'],
    ['a busy instance', { lease: { owner: 'other' } }, 'not yet', 'lease', 'BUSY'],
    ['the cool-down', { lease: { lastClaimedSendAt: HOUR } }, 'not yet', 'cooldown', 'COOLDOWN'],
    ['a limit', { limits: { atOnce: { limit: 1, takenBy: ['other'] } } }, 'not yet', 'limits', 'LIMIT'],
    ['a stop', { stops: [stop] }, 'not yet', 'stop', 'STOP'],
    [
      'an instance not Running',
      { instance: instanceOf({ status: 'Scaling' }) },
      'not yet',
      'instance',
      'NOT_READY',
    ],
  ])('%s', (_, change, answer, gate, reason) => {
    expect(answerTo(change)).toMatchObject({ answer, gate, reason });
  });

  it('lets any no win over every not yet, even an earlier one', () => {
    expect(answerTo({ now: HOUR, instance: undefined })).toMatchObject({ answer: 'no', gate: 'instance' });
    expect(answerTo({ freezes: [freeze], instance: undefined })).toMatchObject({ gate: 'freeze' });
  });

  it('names the latest instant that is known, for before it some gate still says not yet', () => {
    const cooling = { lease: { lastClaimedSendAt: 0 } };

    expect(answerTo({ now: HOUR, ...cooling })).toMatchObject({ gate: 'window', untilAt: 20 * HOUR });
    expect(answerTo({ stops: [stop] })).not.toHaveProperty('untilAt');
  });
});

describe('an override', () => {
  const override = (gate: OverridableGate) => ({ gate, by: 'ann', reason: 'incident' });

  it.each(OVERRIDABLE_GATES)(
    'of the %s changes no answer of any gate: what it is asked about was changed',
    (gate) => {
      const shut = going({
        now: 0,
        freezes: [{ name: 'f', startsAt: 0, endsAt: 9 * HOUR }],
        lease: { lastClaimedSendAt: 0 },
        stops: 'unreadable',
        limits: { atOnce: { limit: 0, takenBy: [] } },
      });
      const answers = (facts: GateFacts) => evaluateGates(facts).map((one) => one.answer);

      expect(answers({ ...shut, override: override(gate) })).toEqual(answers(shut));
      expect(answers(going({ override: override(gate) }))).toEqual(answers(going()));
    },
  );

  it.each(OVERRIDABLE_GATES)(
    'of the %s says by whom and why where that gate says yes, and nowhere else',
    (gate) => {
      const said = evaluateGates(going({ override: override(gate) })).filter(
        ({ decision }) => decision.code === 'OVERRIDDEN',
      );

      expect(said).toEqual([
        { gate, answer: 'yes', decision: { code: 'OVERRIDDEN', data: { by: 'ann', reason: 'incident' } } },
      ]);
    },
  );
});
