import type { Plan } from '../plan/plan.ts';
import type { Acceptance } from '../protocol/accept.ts';
import type { Override } from '../protocol/override.ts';
import type { Decision, OverridableGate } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import { evaluateGates, verdictOf } from '../switchover/gates.ts';
import { HOUR, type Milliseconds } from '../time/clock.ts';
import { openingFrom } from '../time/own-opening.ts';
import { factsOnOurSide, VENDOR_UNREAD } from './facts.ts';
import type { Ports } from './ports.ts';

/** Which gate a person sets aside for this one run. */
export interface OverrideRequest {
  readonly gate: OverridableGate;
  /** Of the window: how long the opening lasts that the run gets instead. */
  readonly lasts?: Milliseconds | undefined;
}

/** How long a run may start and send whose window was overridden, unless its author says otherwise. */
export const OWN_OPENING: Milliseconds = HOUR;

/**
 * What is accepted where a person overrides one gate: the acceptance with its override, or why there is nothing to override.
 *
 * An override never answers for a gate. It changes what that gate is asked about, and no other: the window gets an opening
 * of the run's own from now on, a freeze that holds now is lifted by name, a cool-down counts from now. Whoever asks the
 * gates later, up to the last look, asks them as ever.
 */
export async function withOverride(
  ports: Ports,
  acceptance: Acceptance,
  plan: Plan,
  { gate, lasts = OWN_OPENING }: OverrideRequest,
): Promise<{ readonly acceptance: Acceptance } | { readonly nothing: Decision }> {
  const { facts, pointer } = await factsOnOurSide(ports, acceptance, plan, undefined);
  const { now } = facts;
  const answer = verdictOf(evaluateGates({ ...facts, ...VENDOR_UNREAD }, [gate]));
  if (answer.answer === 'yes') return { nothing: decide('NOTHING_TO_OVERRIDE', { gate }) };
  const { by, reason } = acceptance.trigger;
  const freezes = pointer.freezes.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const override: Override = { gate, by, reason, at: now, ...(gate === 'freeze' && { freezes }) };
  return {
    acceptance: {
      ...acceptance,
      startAt: now,
      override,
      ...(gate === 'window' && { opening: openingFrom(now, lasts, zoneOf(plan, acceptance)) }),
    },
  };
}

/** The day of the opening decides whose night's limit it counts against: the day on the wall of the rule's window. */
function zoneOf(plan: Plan, { rule: name }: Acceptance): string {
  const rule = plan.rules.find((candidate) => candidate.name === name);
  const window = rule !== undefined && 'window' in rule ? plan.windows[rule.window] : undefined;
  return window?.timezone ?? plan.timezone;
}
