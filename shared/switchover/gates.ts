import { type Decision, GATES, type GateName, type Reason, type Verdict } from './codes.ts';
import { decide } from './decisions.ts';
import { cooldownGate } from './gates/cooldown.ts';
import type { GateFacts } from './gates/facts.ts';
import { freezeGate } from './gates/freeze.ts';
import { freshnessGate } from './gates/freshness.ts';
import { instanceGate } from './gates/instance.ts';
import { leaseGate } from './gates/lease.ts';
import { limitsGate } from './gates/limits.ts';
import { roomGate } from './gates/room.ts';
import { ruleGate } from './gates/rule.ts';
import { stopGate } from './gates/stop.ts';
import { targetsGate } from './gates/targets.ts';
import { windowGate } from './gates/window.ts';

/** One named check: facts in, verdict out. */
type Gate = (facts: GateFacts) => Verdict;

const ASK: Readonly<Record<GateName, Gate>> = {
  rule: ruleGate,
  freshness: freshnessGate,
  freeze: freezeGate,
  window: windowGate,
  room: roomGate,
  stop: stopGate,
  lease: leaseGate,
  cooldown: cooldownGate,
  limits: limitsGate,
  instance: instanceGate,
  targets: targetsGate,
};

/** Gates of starting alone: a run that has sent is not asked them again. */
const STARTING_ONLY: ReadonlySet<GateName> = new Set<GateName>(['freshness', 'cooldown', 'limits']);

/**
 * Asks the named gates, all of them and in the order of `GATES`, so that a person sees everything that stands in the way.
 * When `continuing`, freshness, cool-down and limits are left out, and the window's cutoff no longer counts.
 */
export function evaluateGates(facts: GateFacts, names: Iterable<GateName> = GATES): readonly Verdict[] {
  const asked = new Set(names);
  return GATES.filter((gate) => asked.has(gate) && !(facts.continuing && STARTING_ONLY.has(gate))).map(
    (gate) => nameWhoOverrode(ASK[gate](facts), facts),
  );
}

/** An override changes what its gate is asked about, never an answer; where the gate then says *yes*, it says by whom. */
function nameWhoOverrode(verdict: Verdict, { override }: GateFacts): Verdict {
  if (override?.gate !== verdict.gate || verdict.answer !== 'yes') return verdict;
  const { by, reason } = override;
  return { ...verdict, decision: decide('OVERRIDDEN', { by, reason }) };
}

/** What all verdicts come to. */
export type Answer =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no'; readonly gate: GateName; readonly reason: Reason; readonly decision: Decision }
  | {
      readonly answer: 'not yet';
      readonly gate: GateName;
      readonly reason: Reason;
      readonly decision: Decision;
      /** The latest of the instants that are known: before it at least one gate still says *not yet*. */
      readonly untilAt?: number;
    };

type Stopping = Extract<Verdict, { reason: Reason }>;

const stoppingWith =
  (answer: Stopping['answer']) =>
  (verdict: Verdict): verdict is Stopping =>
    verdict.answer === answer;

/** The first *no* decides; without one, the first *not yet*. No verdicts: *yes*. */
export function verdictOf(verdicts: readonly Verdict[]): Answer {
  const no = verdicts.find(stoppingWith('no'));
  if (no !== undefined) return { answer: 'no', gate: no.gate, reason: no.reason, decision: no.decision };
  const waiting = verdicts.filter(stoppingWith('not yet'));
  const [first] = waiting;
  if (first === undefined) return { answer: 'yes' };
  const known = waiting.flatMap(({ untilAt }) => (untilAt === undefined ? [] : [untilAt]));
  const { gate, reason, decision } = first;
  return {
    answer: 'not yet',
    gate,
    reason,
    decision,
    ...(known.length > 0 && { untilAt: Math.max(...known) }),
  };
}
