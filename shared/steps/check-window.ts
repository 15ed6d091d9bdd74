import type { Plan } from '../plan/plan.ts';
import { advance } from '../protocol/advance.ts';
import { claim } from '../protocol/claim.ts';
import { definedData } from '../protocol/close.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import { keepVerdicts } from '../protocol/verdicts.ts';
import type { Store } from '../store/store.ts';
import { type Answer, evaluateGates, verdictOf } from '../switchover/gates.ts';
import { whatTo } from '../switchover/phases.ts';
import { type Instant, MINUTE, SECOND } from '../time/clock.ts';
import { acceptDelivery } from './accept-delivery.ts';
import { BEFORE_THE_CLAIM } from './asked-gates.ts';
import { factsOnOurSide, readInstance, tagsOf, VENDOR_UNREAD } from './facts.ts';
import { accountOf, planVersion } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { lastEvent, openRun } from './run-file.ts';

/** What WindowDecision goes by. `until` is an ISO instant. */
export type WindowResult =
  | { readonly runId: string; readonly decision: 'yes' | 'no' | 'duplicate' }
  | { readonly runId: string; readonly decision: 'not yet'; readonly until: string };

/** Claims lost to others in one invocation before the step gives the place up and waits. */
const MOST_CLAIMS = 3;
const AFTER_A_LOST_CLAIM = 10 * SECOND;

/**
 * Accepts or resumes the run of this delivery, asks the gates, and decides yes / not yet until / no (PROTOCOL, Gates, Claim).
 *
 * *Yes* takes lease and slots in one transaction. No lease is held while waiting. Observe mode and dry run take none.
 * A run that another execution already acts for is a duplicate: nothing changes but its task tokens.
 */
export function makeCheckWindow(ports: Ports) {
  return async (input: unknown, _frame: Frame): Promise<WindowResult> => {
    const delivery = await acceptDelivery(ports, input);
    const { run, execution } = delivery;
    return decidedBefore(run, execution) ?? (await decideAndClaim(ports, run, execution));
  };
}

/** What the run's record alone says; `undefined` while it has still to be decided. */
function decidedBefore({ runId, executor, phase }: Run, execution: string): WindowResult | undefined {
  if (executor !== undefined && executor !== execution) return { runId, decision: 'duplicate' };
  const action = whatTo('CheckWindow', phase);
  if (action === 'become the executor, ask the gates, claim') return undefined;
  return { runId, decision: action === 'on to RecordOutcome' ? 'no' : 'yes' };
}

async function decideAndClaim(ports: Ports, accepted: Run, execution: string): Promise<WindowResult> {
  const { runId } = accepted;
  const plan = await planVersion(ports.store, accepted.plan);
  let run = accepted;
  for (let round = 1; round <= MOST_CLAIMS; round += 1) {
    const answer = await askAndClaim(ports, run, execution, plan);
    if (answer !== 'taken' && answer.answer === 'yes') return { runId, decision: 'yes' };
    const refused = answer === 'taken' ? undefined : await refuse(ports, run, execution, answer);
    if (refused !== undefined) return refused;
    run = (await openRun(ports.store, runId)).run;
    // The platform's retry may have claimed and gone on under this execution while this invocation stood still.
    const decided = decidedBefore(run, execution);
    if (decided !== undefined) return decided;
  }
  return {
    runId,
    decision: 'not yet',
    until: new Date(ports.clock.now() + AFTER_A_LOST_CLAIM).toISOString(),
  };
}

/** One round: the gates, then the claim in one transaction. `taken`: somebody else took lease or slot in between. */
async function askAndClaim(ports: Ports, run: Run, execution: string, plan: Plan): Promise<Answer | 'taken'> {
  const { store, clock, settings } = ports;
  if (run.mode === 'dry run') return await goOnWithoutClaim(store, run, execution);
  const instance = await readInstance(ports.redis(accountOf(plan, run)), instanceOf(run).instanceId);
  const { facts, slots, lease } = await factsOnOurSide(ports, run, plan, tagsOf(instance));
  const verdicts = evaluateGates(
    { ...facts, ...VENDOR_UNREAD, instance, plannedEvents: undefined },
    BEFORE_THE_CLAIM,
  );
  const answer = verdictOf(verdicts);
  if (answer.answer !== 'yes') return answer;
  if (run.mode !== 'switch') return await goOnWithoutClaim(store, run, execution);
  const now = clock.now();
  const claimed = claim(run, {
    executor: execution,
    lease,
    slots: slots.free,
    now,
    life: settings.signatureLife,
    last: await lastEvent(store, run),
    event: {
      kind: 'CLAIMED',
      at: now,
      by: execution,
      detail: {
        asked: { by: run.trigger.by, reason: run.trigger.reason },
        override: run.override,
        rule: run.rule,
        plan: run.plan,
        gates: keepVerdicts(verdicts),
      },
    },
  });
  const committed = await store.transact(claimed.writes);
  return committed.committed ? answer : 'taken';
}

/** Observe mode takes nothing; a dry run is not even asked here, for it never waits: its gates are shown, not obeyed. */
async function goOnWithoutClaim(store: Store, run: Run, execution: string): Promise<Answer | 'taken'> {
  const committed = await store.transact([advance(run, { executor: execution, refusal: undefined })]);
  return committed.committed ? { answer: 'yes' } : 'taken';
}

type Refusal = Exclude<Answer, { answer: 'yes' }>;

/**
 * Writes why not, and becomes the executor with it: a second delivery that comes now is a duplicate. `undefined` where
 * this one is the second: somebody else has written the run since it was read.
 */
async function refuse(
  ports: Ports,
  run: Run,
  execution: string,
  answer: Refusal,
): Promise<WindowResult | undefined> {
  const { runId } = run;
  const noted: Partial<Run> = { executor: execution, refusal: refusalOf(run, answer) };
  const change: Partial<Run> = answer.answer === 'no' ? noted : { ...noted, phase: 'WAITING' };
  const written = await ports.store.transact([advance(run, change)]);
  if (!written.committed) return undefined;
  ports.log.info({ runId, what: answer.answer, ...answer.decision });
  if (answer.answer === 'no') return { runId, decision: 'no' };
  const until = new Date(waitUntil(run, answer.untilAt, ports.clock.now())).toISOString();
  return { runId, decision: 'not yet', until };
}

/** At the cutoff a wait becomes one SKIPPED with the last reason: why it waited says more than that the window is over. */
function refusalOf(run: Run, answer: Refusal): NonNullable<Run['refusal']> {
  const last = run.refusal;
  const waitedInVain = answer.answer === 'no' && answer.reason === 'WINDOW' && last !== undefined;
  if (waitedInVain && last.reason !== 'WINDOW') return last;
  const { reason, decision } = answer;
  return { answer: answer.answer, reason, decision: { code: decision.code, data: definedData(decision) } };
}

/** When to ask again: when the gate says, else in a minute; never later than the cutoff, where waiting ends. */
function waitUntil(run: Run, untilAt: Instant | undefined, now: Instant): Instant {
  const again = Math.max(untilAt ?? now + MINUTE, now + SECOND);
  const cutoffAt = run.opening?.cutoffAt;
  return cutoffAt === undefined || cutoffAt <= now ? again : Math.min(again, cutoffAt);
}
