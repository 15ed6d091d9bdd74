import { ERRORS, StateFault } from './failure.ts';
import type { Frame } from './frame.ts';
import { typeName } from './json.ts';
import type { Template } from './template.ts';

/** The longest time that a Wait or a TimeoutSeconds may name (service's quota). */
export const MOST_SECONDS = 99_999_999;

/** Evaluates a field that takes one type of JSON value. A wrong type is worded as the service does. */
export async function evaluateAs<T>(
  frame: Frame,
  template: Template,
  expected: string,
  is: (value: unknown) => value is T,
): Promise<T> {
  const value = await frame.evaluate(template);
  if (is(value)) return value;
  const { field, text } =
    template.kind === 'expression' ? template.expression : { field: '', text: JSON.stringify(value) };
  throw new StateFault(
    ERRORS.queryEvaluation,
    `The JSONata expression '${text}' specified for the field '${field}' returned an unexpected result type. ` +
      `Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

export const isString = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** Evaluates a field that counts whole seconds from `least` to 99,999,999. */
export async function evaluateSeconds(
  frame: Frame,
  template: Template,
  field: string,
  least: number,
): Promise<number> {
  const seconds = await evaluateAs(frame, template, 'number', isNumber);
  const wrong = wrongSeconds(least)(seconds);
  if (wrong === undefined) return seconds;
  throw new StateFault(ERRORS.queryEvaluation, `The ${field} field ${wrong} It was: ${seconds}`, field);
}

/** Says what is wrong with a number of seconds. */
export function wrongSeconds(least: number): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MOST_SECONDS
      ? undefined
      : `must be a whole number from ${least} to ${MOST_SECONDS}.`;
}
