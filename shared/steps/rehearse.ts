import type { Plan } from '../plan/plan.ts';
import type { Closing } from '../protocol/close.ts';
import { instanceOf } from '../protocol/run.ts';
import { GATES } from '../switchover/codes.ts';
import { outcomeOfNoSend } from '../switchover/consequences.ts';
import { decide } from '../switchover/decisions.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import { chooseTargets } from '../switchover/targets.ts';
import { closeRun } from './close-run.ts';
import { factsOnOurSide, readVendor, tagsOf } from './facts.ts';
import { accountOf, ruleOf } from './plan-in-force.ts';
import type { Ports } from './ports.ts';
import type { RunFile } from './run-file.ts';

/** Observe mode and dry run: evaluates every gate, chooses the targets, closes. Takes no lease, slot or pin; sends nothing. */
export async function rehearse(ports: Ports, file: RunFile, plan: Plan): Promise<void> {
  const { run } = file;
  const rule = ruleOf(plan, run);
  const redis = ports.redis(accountOf(plan, run));
  const vendor = await readVendor(redis, instanceOf(run).instanceId);
  const { facts } = await factsOnOurSide(ports, run, plan, tagsOf(vendor.instance));
  const choice =
    vendor.shards === 'unreadable' ? undefined : chooseTargets(vendor.shards, run.target ?? rule.target);
  const verdicts = evaluateGates({ ...facts, ...vendor, choice }, GATES);
  const answer = verdictOf(verdicts);
  if (answer.answer !== 'yes') {
    const { reason, decision } = answer;
    await closeRun(
      ports,
      file,
      { outcome: outcomeOfNoSend(reason), reason, decision, hold: false },
      'SwitchOver',
      verdicts,
    );
    return;
  }
  await closeRun(ports, file, wouldSwitch(run.mode, choice), 'SwitchOver', verdicts);
}

function wouldSwitch(mode: string, choice: ReturnType<typeof chooseTargets> | undefined): Closing {
  const pins = choice?.chosen === true ? choice.pins : [];
  const reason = mode === 'dry run' ? 'DRY_RUN' : 'OBSERVE_MODE';
  const decision = decide('WOULD_SWITCH', { targets: pins.map((pin) => pin.target), shards: pins.length });
  return { outcome: 'OBSERVED', reason, decision, hold: false };
}
