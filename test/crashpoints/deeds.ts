import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { RunChanged } from '../../shared/steps/errors.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import { makeStop } from '../../shared/steps/stops.ts';
import type { Witness } from './witness.ts';

/** What an operator can do at an I/O of somebody else. */
export const DEEDS = ['a stop here', 'a freeze here', 'a cancel here', 'an acknowledgement here'] as const;
export type Deed = (typeof DEEDS)[number];

const BY = { by: 'operator', reason: 'at an I/O' };

/** The whole night of every story, in the plan's zone. */
const FREEZE = { name: 'at once', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };

/** Does it in a process of its own, whose I/Os meet no fault and are not counted. */
export async function doDeed(deed: Deed, ports: Ports, { runs }: Witness): Promise<void> {
  switch (deed) {
    case 'a stop here':
      await makeStop(ports)({ scope: 'everything', ...BY });
      return;
    case 'a freeze here': {
      const plan = await planVersion(ports.store, (await planPointer(ports.store)).hash);
      await applyPlan(ports, { ...plan, hash: 'f'.repeat(64), freezes: [FREEZE] });
      return;
    }
    case 'a cancel here':
      for (const { runId } of runs.values()) await unlessChanged(makeCancel(ports)({ runId, ...BY }));
      return;
    case 'an acknowledgement here':
      for (const { runId } of runs.values()) await unlessChanged(makeAcknowledge(ports)({ runId, ...BY }));
      return;
  }
}

/** Somebody was faster: nothing was changed, and the operator was told so. */
async function unlessChanged(deed: Promise<unknown>): Promise<void> {
  try {
    await deed;
  } catch (error) {
    if (!(error instanceof RunChanged)) throw error;
  }
}
