import { describe, expect, it } from 'vitest';
import type { Run } from '../../shared/protocol/run.ts';
import type { ClaimedSend } from '../../shared/protocol/send.ts';
import { deadlineFor, evidenceOf, throttledForGood } from '../../shared/steps/evidence.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { aClaimedRun } from '../protocol/runs.ts';
import { makeRig, NIGHT, rule, SOLO } from './rig.ts';

const LIFE = 30 * SECOND;
const OPENING = {
  day: '2026-11-24',
  opensAt: NIGHT - HOUR,
  cutoffAt: NIGHT + HOUR,
  closesAt: NIGHT + 2 * HOUR,
};
const run = aClaimedRun({ phase: 'OBSERVING', rule: 'solo', opening: OPENING, batches: 2, lastBatch: 1 });
const send = (answer: ClaimedSend['answer'], over: Partial<ClaimedSend> = {}): ClaimedSend => ({
  ...{ batch: 1, attempt: 1, by: 'me', targets: ['n'], claimedAt: NIGHT, expiresAt: NIGHT + LIFE, answer },
  ...over,
});
const refusal = {
  answer: 'no',
  reason: 'STOP',
  decision: { code: 'STOPPED', data: { scope: 'everything', by: 'a', reason: 'b' } },
} as const;

const rig = await makeRig();
const plan = await planVersion(rig.store, (await planPointer(rig.store)).hash);
const evidence = (sends: readonly ClaimedSend[], over: Partial<Run> = {}, now = NIGHT) =>
  evidenceOf({ run: { ...run, ...over }, pins: [], sends }, plan, rig.ports.settings, [], now);

describe('the evidence', () => {
  it('of a run that sent something has why nothing more was sent', () => {
    expect(evidence([send('accepted')], { refusal })).toMatchObject({ stoppedBetween: { reason: 'STOP' } });
    expect(evidence([send('accepted')], { refusal }).skip).toBeUndefined();
    expect(evidence([send('accepted')])).not.toHaveProperty('stoppedBetween');
  });

  it.each<{ name: string; sends: ClaimedSend[]; over: Partial<Run>; skip: object | undefined }>([
    { name: 'its refusal', sends: [], over: { refusal }, skip: { reason: 'STOP' } },
    {
      name: 'its last look’s reason',
      sends: [send('NOT_SENT')],
      over: { refusal },
      skip: { reason: 'STOP' },
    },
    {
      name: 'every batch seen on target',
      sends: [],
      over: { verified: 2 },
      skip: { reason: 'ALREADY_PRIMARY' },
    },
    { name: 'nothing, with some batches on target', sends: [], over: { verified: 1 }, skip: undefined },
    {
      name: 'nothing, with a send that was never made',
      sends: [send('NOT_SENT')],
      over: {},
      skip: undefined,
    },
    {
      name: 'nothing, before anything was pinned',
      sends: [],
      over: { batches: undefined },
      skip: undefined,
    },
  ])('of a run that sent nothing has $name', ({ sends, over, skip }) => {
    if (skip === undefined) expect(evidence(sends, over).skip).toBeUndefined();
    else expect(evidence(sends, over).skip).toMatchObject(skip);
  });

  it('gives up at the later of the rule’s patience and the last effect', () => {
    const limits = (giveUpAfter: number) => rule('solo', SOLO, { giveUpAfter });
    expect(deadlineFor([send('accepted')], limits(HOUR))).toBe(NIGHT + HOUR);
    expect(deadlineFor([send('accepted')], limits(0))).toBe(NIGHT + LIFE + 5 * SECOND + 10 * MINUTE);
    expect(deadlineFor([send('NOT_SENT')], limits(HOUR))).toBeUndefined();
  });

  it('lets nothing land after the last signature and a margin', () => {
    expect(evidence([send('none')], {}, NIGHT + LIFE + 5 * SECOND).noEffectCanLand).toBe(false);
    expect(evidence([send('none')], {}, NIGHT + LIFE + 5 * SECOND + 1).noEffectCanLand).toBe(true);
    expect(evidence([send('accepted')]).noEffectCanLand).toBe(true);
  });
});

describe('a throttled batch', () => {
  const room = OPENING.closesAt - 5 * SECOND - LIFE;
  it.each<{ name: string; run?: Run; last: ClaimedSend | undefined; now?: number; over: boolean }>([
    { name: 'may be tried again', last: send('throttled'), over: false },
    { name: 'a second time too', last: send('throttled', { attempt: 2 }), over: false },
    { name: 'not after the third', last: send('throttled', { attempt: 3 }), over: true },
    { name: 'not after a gate said no', run: { ...run, refusal }, last: send('throttled'), over: true },
    { name: 'while a whole signature has room', last: send('throttled'), now: room, over: false },
    { name: 'not a millisecond later', last: send('throttled'), now: room + 1, over: true },
    { name: 'is not one that was accepted', last: send('accepted', { attempt: 3 }), over: false },
    { name: 'is not one that was never sent', last: undefined, over: false },
  ])('$name', ({ run: of = run, last, now = NIGHT, over }) => {
    expect(throttledForGood(of, last, LIFE, now)).toBe(over);
  });

  it('is given up past the deadline, so that no run goes in circles', () => {
    const deadline = NIGHT + LIFE + 5 * SECOND + 10 * MINUTE;
    expect(evidence([send('throttled')], {}, deadline).throttledForGood).toBe(false);
    expect(evidence([send('throttled')], {}, deadline + 1).throttledForGood).toBe(true);
  });
});
