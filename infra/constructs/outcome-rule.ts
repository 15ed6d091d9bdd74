import { type EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Outcome } from '../../shared/switchover/codes.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';

export interface OnOutcomeProps {
  /** The outcomes that are wanted. */
  readonly outcomes: readonly [Outcome, ...Outcome[]];
  readonly target: IRuleTarget;
  /** Only runs of these rules of the plan. */
  readonly rules?: readonly string[];
  readonly description?: string;
}

/** Calls a target for each run that ends with one of the outcomes: at least once, so that a target must bear a repetition. */
export function makeOutcomeRule(
  scope: Construct,
  id: string,
  eventBus: EventBus,
  { outcomes, target, rules, description }: OnOutcomeProps,
): Rule {
  return new Rule(scope, id, {
    eventBus,
    ...(description !== undefined && { description }),
    eventPattern: {
      source: ['offpeak'],
      // By the close alone: other events of the same run carry its outcome too.
      detailType: [...new Set(outcomes.map((outcome) => TABLE_B[outcome].event))],
      detail: { outcome: [...outcomes], ...(rules !== undefined && { rule: [...rules] }) },
    },
    targets: [target],
  });
}
