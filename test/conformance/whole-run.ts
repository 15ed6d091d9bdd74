import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { atOncePartition, auditPartition } from '../../shared/protocol/keys.ts';
import { readSlot } from '../../shared/protocol/slots.ts';
import { leaseOf } from '../../shared/steps/close-run.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import type { Store } from '../../shared/store/store.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';
import { FLEET, makeRig, NIGHT, type Rig, SOLO } from '../steps/rig.ts';
import { insist, known } from './contenders.ts';
import type { ProxiedTable } from './proxied-table.ts';
import { randomFaults } from './service-faults.ts';

/** The longest that a run may take to its end, all holds settled. */
const MOST_MINUTES = 120;

/** What the endpoint does besides to the first send: both leave Offpeak without an answer. */
export type VendorFault = 'loses the answer' | 'does nothing, says 500';

export interface PlayedRun {
  readonly outcome: string;
  readonly effects: number;
  readonly wrongs: readonly string[];
}

/**
 * Plays one run of the whole embedded Offpeak over this table: accepted twice at once, run, settled and judged.
 *
 * The endpoint remembers no token, so that nothing but the protocol prevents a second effect.
 */
export async function playRun(
  table: ProxiedTable,
  seed: number,
  rate: number,
  vendor: VendorFault | undefined,
): Promise<PlayedRun> {
  const clock = makeVirtualClock(NIGHT, table.quiet);
  const store = table.through(`run-${seed}`, clock);
  const rig = await makeRig({ clock, store, seed: { tokens: { life: '0s' } } });
  const instance = seed % 5 === 0 ? FLEET : SOLO;
  if (vendor === 'loses the answer')
    rig.model.arm({ fault: 'lose-answer', action: 'SwitchOver', instance, times: 1 });
  if (vendor === 'does nothing, says 500')
    rig.model.arm({
      fault: 'server-error',
      action: 'SwitchOver',
      instance,
      times: 1,
      status: 500,
      executes: false,
    });
  table.proxy.follow({ fault: randomFaults(`run-${seed}`, rate) });
  const starts = [1, 2].map(() => insist(() => rig.driven(rig.start({ instance }))));
  const started = (await Promise.all(starts)).map((start) => (start.started ? start.run.runId : start.what));
  const [runId = ''] = started;
  await untilSettled(rig, table.direct, runId);
  await table.proxy.arrived();
  const twoRuns = started.every((id) => id === runId) ? [] : [`two runs: ${started.join(', ')}`];
  return await judgeRun(rig, table.direct, runId, twoRuns);
}

async function untilSettled(rig: Rig, direct: Store, runId: string): Promise<void> {
  for (let minute = 0; minute < MOST_MINUTES; minute += 1) {
    const { run } = await openRun(direct, runId);
    if (run.announcedAt !== undefined && run.hold !== true && run.settled?.announced !== false) return;
    await rig.clock.advanceTo(rig.clock.now() + MINUTE);
    await known(rig.settle);
  }
}

/** By what the endpoint executed, and by the table itself. */
async function judgeRun(
  rig: Rig,
  direct: Store,
  runId: string,
  before: readonly string[],
): Promise<PlayedRun> {
  const wrongs = [...before];
  const { run, pins } = await openRun(direct, runId);
  const effects = rig.model.executed().filter(({ effect }) => effect === 'SwitchOver');
  const batches = new Set(effects.map(({ clientToken }) => clientToken));
  if (batches.size < effects.length) wrongs.push(`${effects.length} effects of ${batches.size} batches`);
  const events = (await direct.list(auditPartition(runId))).map(readEvent);
  const closes = events.filter(({ kind }) => kind === 'CLOSED').length;
  if (closes !== 1) wrongs.push(`${closes} outcomes`);
  if (brokenAt(runId, events, run.link) !== undefined) wrongs.push('a broken audit');
  const { outcome = 'none' } = run;
  if (outcome === 'SUCCEEDED' && effects.length !== pins.length) wrongs.push('SUCCEEDED without its effects');
  if (!['SUCCEEDED', 'PARTIAL', 'UNKNOWN'].includes(outcome) && effects.length > 0)
    wrongs.push(`${outcome} with ${effects.length} effects`);
  const owner = (await leaseOf(direct, run))?.owner;
  if (owner !== undefined && run.hold !== true) wrongs.push('a lease that was not given back');
  const slots = (await direct.list(atOncePartition(run.account))).map(readSlot);
  if (slots.length > 0) wrongs.push('a slot that was not given back');
  if (!rig.told.some(({ what }) => what === 'closed')) wrongs.push('a close that nobody was told');
  if (rig.faults.length > 0) wrongs.push(`the engine failed: ${rig.faults.map(String).join('; ')}`);
  return { outcome, effects: effects.length, wrongs };
}
