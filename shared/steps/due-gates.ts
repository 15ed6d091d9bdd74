import type { Plan } from '../plan/plan.ts';
import type { Decision, GateName, Reason } from '../switchover/codes.ts';
import type { GateFacts } from '../switchover/gates/facts.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import { ON_OUR_SIDE } from './asked-gates.ts';
import type { DueCandidate } from './due-candidates.ts';
import { factsOnOurSide, VENDOR_UNREAD } from './facts.ts';
import type { Ports } from './ports.ts';

export type DueAnswer =
  | { readonly answer: 'yes' }
  | { readonly answer: 'not yet' }
  | { readonly answer: 'no'; readonly reason: Reason; readonly decision: Decision };

/** What may have made a run wait until its cutoff. */
const WAITED_FOR: readonly GateName[] = ['stop', 'lease', 'cooldown', 'limits'];

/**
 * The gates of one pass of due. A start of this pass counts against the account's limit before its claim does, and once
 * an account is full its younger candidates wait without being asked, unless their cutoff has come.
 */
export function makeDueGates(ports: Ports, plan: Plan) {
  const startedNow = new Map<string, string[]>();
  const full = new Set<string>();

  const ask = async (candidate: DueCandidate): Promise<DueAnswer> => {
    const { account, opening } = candidate.acceptance;
    const over = opening === undefined || ports.clock.now() >= opening.cutoffAt;
    if (full.has(account) && !over && candidate.acceptance.mode === 'switch') return { answer: 'not yet' };
    const { facts } = await factsOnOurSide(ports, candidate.acceptance, plan, undefined);
    const started = startedNow.get(account) ?? [];
    const asked: GateFacts = {
      ...facts,
      ...VENDOR_UNREAD,
      swallowedDay: candidate.swallowedDay,
      limits: {
        ...facts.limits,
        atOnce: { ...facts.limits.atOnce, takenBy: [...facts.limits.atOnce.takenBy, ...started] },
      },
    };
    const answer = verdictOf(evaluateGates(asked, ON_OUR_SIDE));
    if (answer.answer === 'not yet' && answer.decision.code === 'AT_ONCE_LIMIT') full.add(account);
    return answer.answer === 'no' ? lastReason(asked, answer) : answer;
  };

  /** Only what has really started takes a place: an execution that died before its claim must not keep others waiting. */
  const started = ({ runId, acceptance: { account, mode } }: DueCandidate): void => {
    if (mode === 'switch') startedNow.set(account, [...(startedNow.get(account) ?? []), runId]);
  };

  return { ask, started };
}

/** What an opening that is used up says. */
const OVER: ReadonlySet<string> = new Set(['PAST_CUTOFF', 'WINDOW_CLOSED', 'NO_ROOM_LEFT']);

/** A window that is over says little; what stood in the way until then says more. */
function lastReason(facts: GateFacts, answer: { reason: Reason; decision: Decision }): DueAnswer {
  const { reason, decision } = answer;
  if (!OVER.has(decision.code)) return { answer: 'no', reason, decision };
  const waited = verdictOf(evaluateGates(facts, WAITED_FOR));
  if (waited.answer === 'yes') return { answer: 'no', reason, decision };
  return { answer: 'no', reason: waited.reason, decision: waited.decision };
}
