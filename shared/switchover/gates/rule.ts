import type { Verdict } from '../codes.ts';
import { decide } from '../decisions.ts';
import { no, yes } from './answers.ts';
import type { GateFacts } from './facts.ts';

/** Only an instance that a rule of the stored plan matches is ever touched, and not where the rule says never. */
export function ruleGate({ rule, instanceId }: Pick<GateFacts, 'rule' | 'instanceId'>): Verdict {
  if (rule === undefined) return no('rule', 'NEVER', decide('NO_RULE_MATCHES', { instanceId }));
  if (rule.never !== undefined) {
    return no('rule', 'NEVER', decide('RULE_SAYS_NEVER', { rule: rule.name, sentence: rule.never }));
  }
  return yes('rule', decide('RULE_MATCHES', { rule: rule.name }));
}
