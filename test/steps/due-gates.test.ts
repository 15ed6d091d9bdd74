import { describe, expect, it } from 'vitest';
import type { DueCandidate } from '../../shared/steps/due-candidates.ts';
import { makeDueGates } from '../../shared/steps/due-gates.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { HOUR, MINUTE } from '../../shared/time/clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const OPENING = {
  day: '2026-11-24',
  opensAt: NIGHT - 10 * MINUTE,
  cutoffAt: NIGHT + HOUR,
  closesAt: NIGHT + 2 * HOUR,
};
const candidate = (instanceId: string, over: Partial<DueCandidate['acceptance']> = {}): DueCandidate => ({
  runId: `run-${instanceId}`,
  dueAt: OPENING.opensAt,
  acceptance: {
    ...{ runId: `run-${instanceId}`, mode: 'switch', account: 'prod', instance: `cn-beijing/${instanceId}` },
    ...{
      rule: instanceId === SOLO ? 'solo' : 'fleet',
      plan: 'p',
      startAt: OPENING.opensAt,
      opening: OPENING,
    },
    trigger: { source: 'due', by: 'due', reason: 'test' },
    ...over,
  },
});
async function gatesAt(at: number, rig?: Rig) {
  const used = rig ?? (await makeRig({ at }));
  const plan = await planVersion(used.store, (await planPointer(used.store)).hash);
  return makeDueGates(used.ports, plan);
}

describe('the gates of a pass of due', () => {
  it('count what was started in it against the limit, and only that', async () => {
    const gates = await gatesAt(NIGHT);
    expect(await gates.ask(candidate(SOLO))).toMatchObject({ answer: 'yes' });
    expect(await gates.ask(candidate(FLEET))).toMatchObject({ answer: 'yes' });
    gates.started(candidate(SOLO));
    expect(await gates.ask(candidate(FLEET))).toMatchObject({ answer: 'not yet' });
  });

  it('let an account that observes start as many as are due', async () => {
    const gates = await gatesAt(NIGHT);
    gates.started(candidate(SOLO, { mode: 'observe' }));
    expect(await gates.ask(candidate(FLEET))).toMatchObject({ answer: 'yes' });
  });

  it.each([
    { name: 'in time', at: NIGHT, answer: { answer: 'not yet' } },
    { name: 'at the cutoff', at: NIGHT + HOUR, answer: { answer: 'no', reason: 'STOP' } },
    { name: 'long after the close', at: NIGHT + 9 * HOUR, answer: { answer: 'no', reason: 'STOP' } },
  ])('under a stop, $name', async ({ at, answer }) => {
    const rig = await makeRig({ at });
    await rig.stop('everything');
    expect(await (await gatesAt(at, rig)).ask(candidate(SOLO))).toMatchObject(answer);
  });

  it('say WINDOW at the cutoff where nothing else stands in the way', async () => {
    const gates = await gatesAt(NIGHT + HOUR);
    expect(await gates.ask(candidate(SOLO))).toMatchObject({
      reason: 'WINDOW',
      decision: { code: 'PAST_CUTOFF' },
    });
  });

  it('ask the younger of a full account again at their cutoff, and say LIMIT then', async () => {
    const gates = await gatesAt(NIGHT + HOUR);
    const early = { ...OPENING, cutoffAt: NIGHT + 2 * HOUR, closesAt: NIGHT + 3 * HOUR };
    gates.started(candidate('other', { opening: early }));
    expect(await gates.ask(candidate(FLEET, { opening: early }))).toMatchObject({ answer: 'not yet' });
    expect(await gates.ask(candidate(SOLO))).toMatchObject({ answer: 'no', reason: 'LIMIT' });
  });
});
