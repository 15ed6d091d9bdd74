import type { Plan, SwitchRule, Target } from '../plan/plan.ts';
import type { Acceptance } from '../protocol/accept.ts';
import type { Decision } from '../switchover/codes.ts';
import { decide } from '../switchover/decisions.ts';
import type { Instant } from '../time/clock.ts';
import { openingAt } from '../time/window-gate.ts';
import { nextOpening, type Opening } from '../time/windows.ts';
import { ruleNaming } from './rule-of-instance.ts';

/** What somebody asks for, already parsed. A request is never an authorisation: the stored plan decides. */
export interface Request {
  readonly instance?: string | undefined;
  readonly rule?: string | undefined;
  readonly target?: Target | undefined;
  readonly when: 'now' | 'window' | Instant;
  readonly dryRun?: boolean | undefined;
}

export type Resolved =
  | {
      readonly resolved: true;
      readonly subject: Omit<Acceptance, 'runId' | 'trigger' | 'executor'>;
      readonly rule: SwitchRule;
    }
  | {
      readonly resolved: false;
      readonly what: 'unknown rule' | 'unknown instance' | 'never' | 'no opening';
      readonly decision: Decision;
    };

/**
 * Finds the rule, account, mode and opening for a request in the stored plan. Pure.
 *
 * `now` and `window` get the present opening while something may still start in it, else the next; an instant gets the
 * opening that contains it, while something may still start in that.
 */
export function resolveRequest(plan: Plan, request: Request, now: Instant): Resolved {
  const found = findRule(plan, request);
  if (!('rule' in found)) return found;
  const { rule, instanceId } = found;
  const account = plan.accounts[rule.account];
  const window = plan.windows[rule.window];
  if (account === undefined || window === undefined) return unknown('unknown rule', rule.name);
  const opening = openingFor(
    request.when,
    now,
    (at) => openingAt(window, at),
    (at) => nextOpening(window, at),
  );
  if (opening === undefined)
    return { resolved: false, what: 'no opening', decision: decide('NEVER_OPENS', {}) };
  const startAt =
    typeof request.when === 'number'
      ? request.when
      : request.when === 'now'
        ? now
        : Math.max(now, opening.opensAt);
  return {
    resolved: true,
    rule,
    subject: {
      mode: request.dryRun ? 'dry run' : account.mode,
      account: account.name,
      instance: `${account.region}/${instanceId}`,
      rule: rule.name,
      plan: plan.hash,
      target: request.target,
      startAt,
      opening,
    },
  };
}

function openingFor(
  when: Request['when'],
  now: Instant,
  at: (instant: Instant) => Opening | undefined,
  after: (instant: Instant) => Opening | undefined,
): Opening | undefined {
  const opening = at(typeof when === 'number' ? when : now);
  if (opening !== undefined && now < opening.cutoffAt) return opening;
  return typeof when === 'number' ? undefined : after(now);
}

function findRule(
  plan: Plan,
  request: Request,
): { rule: SwitchRule; instanceId: string } | Extract<Resolved, { resolved: false }> {
  const named =
    request.rule === undefined ? undefined : plan.rules.find((rule) => rule.name === request.rule);
  if (request.rule !== undefined && named === undefined) return unknown('unknown rule', request.rule);
  const instanceId = request.instance ?? named?.match.instance;
  if (instanceId === undefined) return unknown('unknown instance', request.rule ?? '');
  const rule = ruleNaming(plan, instanceId);
  if (rule === undefined) return unknown('unknown instance', instanceId);
  if (named !== undefined && rule.name !== named.name) return unknown('unknown rule', named.name);
  if ('never' in rule) {
    return {
      resolved: false,
      what: 'never',
      decision: decide('RULE_SAYS_NEVER', { rule: rule.name, sentence: rule.never }),
    };
  }
  return { rule, instanceId };
}

const unknown = (what: 'unknown rule' | 'unknown instance', instanceId: string) =>
  ({ resolved: false, what, decision: decide('NO_RULE_MATCHES', { instanceId }) }) as const;
