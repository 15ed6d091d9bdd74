import { evaluateAs, isBoolean } from '../checks.ts';
import { type Exit, readExit, takeExit } from '../exit.ts';
import { ERRORS, located } from '../failure.ts';
import { CHOICE_RULE_FIELDS } from '../fields.ts';
import type { Frame, Outcome } from '../frame.ts';
import type { FieldReader } from '../reader.ts';
import type { Template } from '../template.ts';

/** Goes where the first rule whose Condition holds leads, else to Default. */
export interface ChoiceState {
  readonly type: 'Choice';
  readonly rules: readonly { readonly condition: Template; readonly exit: Exit }[];
  /** The state's own Output and Assign belong to this way out only. */
  readonly otherwise: Exit | undefined;
}

const wrongCondition = (value: unknown) =>
  typeof value === 'boolean' ? undefined : 'must be a JSONata string or a boolean.';

export function readChoice(reader: FieldReader): ChoiceState {
  const rules = reader.each('Choices');
  if (rules.length === 0) reader.refuse('Choices', 'must be a non-empty array of rules.');
  const otherwise = reader.has('Default')
    ? readExit(reader, 'entry', reader.target('Default'))
    : readWithoutDefault(reader);
  return { type: 'Choice', rules: rules.map(readRule), otherwise };
}

/** Without Default the state's own Output and Assign are never taken, but must still be right. */
function readWithoutDefault(reader: FieldReader): undefined {
  readExit(reader, 'entry', undefined);
  return undefined;
}

function readRule(rule: FieldReader): { condition: Template; exit: Exit } {
  rule.requireOnly(CHOICE_RULE_FIELDS);
  const condition = rule.checked('Condition', wrongCondition);
  if (condition === undefined) rule.refuse('Condition', 'is missing.');
  return {
    condition: condition ?? { kind: 'literal', value: false },
    exit: readExit(rule, 'entry', rule.target('Next')),
  };
}

export async function runChoice(state: ChoiceState, frame: Frame): Promise<Outcome> {
  for (const { condition, exit } of state.rules) {
    const chosen = await evaluateAs(frame, condition, 'boolean', isBoolean);
    if (chosen) return takeExit(frame, exit, frame.visit.input);
  }
  if (state.otherwise !== undefined) return takeExit(frame, state.otherwise, frame.visit.input);
  const cause = located(
    frame.state,
    frame.visit.enteredId,
    'Failed to transition out of the state. The state does not point to a next state.',
  );
  return { kind: 'failed', failure: { error: ERRORS.noChoiceMatched, cause } };
}
