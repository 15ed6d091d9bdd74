import { render, renderOutcome } from '../notify/catalogue.ts';
import type { Target } from '../plan/plan.ts';
import { type AuditEvent, brokenAt } from '../protocol/audit.ts';
import type { RunMessage } from '../protocol/messages.ts';
import type { Run } from '../protocol/run.ts';
import type { ClaimedSend } from '../protocol/send.ts';
import { verdictsIn } from '../protocol/verdicts.ts';
import { storedDecision } from '../steps/decision.ts';
import type { OpenedRun } from '../steps/run-file.ts';
import { inEveryLanguage, type Sentences, viewDecision } from './decision-view.ts';
import { isoOf, isoOfOptional } from './instant.ts';
import type { GateView, RunSummary, RunView } from './view-schema.ts';

/** A run as a list shows it. Sentences show instants as walls in `zone` do. Fields are told one by one: no other leaves. */
export function viewSummary(run: Run, zone: string): RunSummary {
  const { trigger, opening, override, refusal, settled } = run;
  return {
    id: run.runId,
    phase: run.phase,
    mode: run.mode,
    account: run.account,
    instance: run.instance,
    rule: run.rule,
    plan: run.plan,
    request: {
      source: trigger.source,
      by: trigger.by,
      reason: trigger.reason,
      target: run.target && viewTarget(run.target),
      startAt: isoOf(run.startAt),
    },
    acceptedAt: isoOf(run.acceptedAt),
    opening: opening && {
      day: opening.day,
      opensAt: isoOf(opening.opensAt),
      cutoffAt: isoOf(opening.cutoffAt),
      closesAt: isoOf(opening.closesAt),
    },
    override: override && {
      gate: override.gate,
      by: override.by,
      reason: override.reason,
      at: isoOf(override.at),
    },
    batches: run.batches,
    verified: run.verified,
    refusal: refusal && { ...refusal, decision: viewDecision(storedDecision(refusal.decision), zone) },
    outcome: run.outcome,
    reason: run.reason,
    decision: run.decision && viewDecision(storedDecision(run.decision), zone),
    sentences: sentencesOf(run, zone),
    desired: run.desired,
    attributed: run.attributed,
    hold: run.hold === true,
    closedAt: isoOfOptional(run.closedAt),
    settled: settled && {
      as: settled.as,
      at: isoOf(settled.at),
      decision: viewDecision(storedDecision(settled.decision), zone),
    },
  };
}

/** A run with everything that belongs to it. Neither ClientTokens, task tokens nor nonces leave the record. */
export function viewRun(
  { run, pins, sends, messages }: OpenedRun,
  events: readonly AuditEvent[],
  zone: string,
): RunView {
  return {
    ...viewSummary(run, zone),
    gates: gatesOf(events, zone),
    pins: pins.map((batch) => ({ batch: batch.batch, targets: batch.pins })),
    sends: sends.map(viewSend),
    messages: messages.map(viewMessage),
    events: events.map(({ number, at, kind, by, detail }) => ({ number, at: isoOf(at), kind, by, detail })),
    intact: brokenAt(run.runId, events, run.link) === undefined && events.length === run.events,
  };
}

/** A target in the words of a request. */
function viewTarget(target: Target): NonNullable<RunSummary['request']['target']> {
  switch (target.kind) {
    case 'zone':
      return { zone: target.zone };
    case 'nodes':
      return { nodes: [...target.nodes] };
    default:
      return target.kind;
  }
}

function sentencesOf(run: Run, zone: string): Sentences | undefined {
  const { outcome, reason, decision, refusal } = run;
  if (outcome !== undefined && reason !== undefined && decision !== undefined) {
    const stored = storedDecision(decision);
    return inEveryLanguage((language) => renderOutcome(outcome, reason, stored, { language, zone }));
  }
  if (refusal === undefined) return undefined;
  const stored = storedDecision(refusal.decision);
  return inEveryLanguage((language) => render(stored, { language, zone }));
}

/** What the gates said, from the first event that keeps it: the claim, or the close of a run that never claimed. */
function gatesOf(events: readonly AuditEvent[], zone: string): GateView[] {
  for (const event of events) {
    const kept = verdictsIn(event);
    if (kept === undefined) continue;
    return kept.map(({ gate, answer, decision }) => ({
      gate,
      answer,
      decision: viewDecision(storedDecision(decision), zone),
    }));
  }
  return [];
}

const viewSend = (send: ClaimedSend): RunView['sends'][number] => ({
  batch: send.batch,
  attempt: send.attempt,
  targets: [...send.targets],
  claimedAt: isoOf(send.claimedAt),
  expiresAt: isoOf(send.expiresAt),
  answer: send.answer,
  answeredAt: isoOfOptional(send.answeredAt),
  code: send.code,
  message: send.message,
  requestId: send.requestId,
  notSentBecause: send.notSentBecause,
});

function viewMessage(message: RunMessage): RunView['messages'][number] {
  const { subject, entry, channel, attempts, nextAt, deliveredAt, failedAt, code, receipt } = message;
  const at = deliveredAt ?? failedAt ?? nextAt;
  const undelivered = failedAt === undefined ? 'waiting' : 'given up';
  const state = deliveredAt === undefined ? undelivered : 'delivered';
  return { about: subject, entry, channel, state, attempts, at: isoOf(at), code, receipt };
}
