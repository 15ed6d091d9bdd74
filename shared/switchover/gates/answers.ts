import type { Instant } from '../../time/clock.ts';
import type { Decision, GateName, Reason, Verdict } from '../codes.ts';

export const yes = (gate: GateName, decision: Decision): Verdict => ({ gate, answer: 'yes', decision });

export const no = (gate: GateName, reason: Reason, decision: Decision): Verdict => ({
  gate,
  answer: 'no',
  reason,
  decision,
});

export const notYet = (gate: GateName, reason: Reason, decision: Decision, untilAt?: Instant): Verdict => ({
  gate,
  answer: 'not yet',
  reason,
  decision,
  ...(untilAt !== undefined && { untilAt }),
});
