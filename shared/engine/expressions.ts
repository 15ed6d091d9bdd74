import jsonata from 'jsonata';
import { type ExpressionRules, findFaults } from './expression-rules.ts';
import { ERRORS, StateFault } from './failure.ts';
import { addFunctions, EFFECTS, type Effects } from './functions.ts';
import { isObject } from './json.ts';

/** Variables by name, `states` among them. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A parsed JSONata expression at one place of a definition. */
export interface Expression {
  /** The field it is written in, as causes name it: `Arguments/Payload`. */
  readonly field: string;
  readonly text: string;
  /** A JSON value. Throws `StateFault` (`States.QueryEvaluationError`), worded like the service, for anything else. */
  evaluate(bindings: Bindings, effects: Effects): Promise<unknown>;
}

/** Parses an expression, or says everything for which it is refused. Evaluates nothing. */
export function parseExpression(
  field: string,
  text: string,
  rules: ExpressionRules,
): { expression: Expression } | { refused: readonly string[] } {
  let parsed: jsonata.Expression;
  try {
    parsed = jsonata(text);
  } catch (fault) {
    return { refused: [`The JSONata expression '${text}' does not parse: ${messageOf(fault)}`] };
  }
  const refused = findFaults(parsed.ast(), rules);
  if (refused.length > 0) {
    return { refused: refused.map((fault) => `The JSONata expression '${text}' is refused: ${fault}`) };
  }
  addFunctions(parsed);
  return { expression: { field, text, evaluate: (...given) => evaluate(parsed, field, text, ...given) } };
}

async function evaluate(
  parsed: jsonata.Expression,
  field: string,
  text: string,
  bindings: Bindings,
  effects: Effects,
): Promise<unknown> {
  const fail = (what: string) =>
    new StateFault(
      ERRORS.queryEvaluation,
      `The JSONata expression '${text}' specified for the field '${field}' ${what}`,
      field,
    );
  let value: unknown;
  try {
    value = await parsed.evaluate(undefined, { ...bindings, [EFFECTS]: effects });
  } catch (fault) {
    throw fail(`threw an error during evaluation${separatorOf(fault)}${messageOf(fault)}`);
  }
  if (value === undefined) throw fail('returned nothing (undefined).');
  if (!isJson(value)) throw fail('returned an unsupported result type.');
  // A copy: JSONata marks its own arrays, and what it returns may be a part of the input.
  return JSON.parse(JSON.stringify(value));
}

/** Functions, regular expressions and numbers without end have no JSON, and must not quietly become `null`. */
function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (!isObject(value) || value._jsonata_function === true || value._jsonata_lambda === true) return false;
  return Object.values(value).every(isJson);
}

/** The service puts a full stop before a JSONata error code, and a colon before a message without one. */
function separatorOf(fault: unknown): string {
  return isObject(fault) && typeof fault.code === 'string' ? '. ' : ': ';
}

function messageOf(fault: unknown): string {
  if (!isObject(fault)) return String(fault);
  const message = String(fault.message);
  return typeof fault.code === 'string' ? `${fault.code}: ${message}` : message;
}
