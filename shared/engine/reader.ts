import type { Fault } from './errors.ts';
import { whyRefused } from './fields.ts';
import { isObject, type JsonObject } from './json.ts';
import { isExpression, parseTemplate, type Template } from './template.ts';

/** What reading a whole definition gathers. */
export interface Gathered {
  readonly faults: Fault[];
  /** Every transition, to be checked once all states are known. */
  readonly targets: { readonly state: string; readonly field: string; readonly to: string }[];
  /** Literal function names, to be checked against the functions that the engine is given. */
  readonly functionNames: { readonly state: string; readonly field: string; readonly functionName: string }[];
  /** Literal ARNs of machines that are started, to be checked against those that the engine is given. */
  readonly machineArns: { readonly state: string; readonly field: string; readonly machineArn: string }[];
  /** Names that any Assign of the machine gives. */
  readonly variables: ReadonlySet<string>;
}

/** Which of the reserved `$states` fields exist where a template is evaluated. */
export type Scope = 'entry' | 'result' | 'error';

/** A variable's name: a letter or underscore, then letters, digits and underscores, at most 80 (service's quota). */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** Reads the fields of one object of the definition and gathers every fault, each with its state and field. */
export class FieldReader {
  readonly state: string;
  readonly fields: JsonObject;
  readonly gathered: Gathered;
  readonly #prefix: string;

  constructor(gathered: Gathered, state: string, fields: JsonObject, prefix = '') {
    this.gathered = gathered;
    this.state = state;
    this.fields = fields;
    this.#prefix = prefix;
  }

  /** The field's name as causes and refusals give it: `Choices[0]/Next`. */
  path(field: string): string {
    return this.#prefix === '' ? field : `${this.#prefix}/${field}`;
  }

  refuse(field: string, message: string): void {
    this.gathered.faults.push({ state: this.state, field: this.path(field), message });
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field);
  }

  requireOnly(allowed: readonly string[]): void {
    for (const field of Object.keys(this.fields)) {
      if (!allowed.includes(field)) this.refuse(field, whyRefused(field));
    }
    const { Comment: comment } = this.fields;
    if (comment !== undefined && typeof comment !== 'string') this.refuse('Comment', 'must be a string.');
  }

  template(field: string, scope: Scope): Template | undefined {
    if (!this.has(field)) return undefined;
    const rules = {
      result: scope === 'result',
      errorOutput: scope === 'error',
      variables: this.gathered.variables,
    };
    return parseTemplate(this.path(field), this.fields[field], rules, (at, message) => {
      this.gathered.faults.push({ state: this.state, field: at, message });
    });
  }

  /** A template whose literal must pass `check`, which says what is wrong with a value. Expressions are checked when run. */
  checked(field: string, check: (value: unknown) => string | undefined): Template | undefined {
    const wrong =
      this.has(field) && !isExpression(this.fields[field]) ? check(this.fields[field]) : undefined;
    if (wrong !== undefined) this.refuse(field, wrong);
    return this.template(field, 'entry');
  }

  assign(scope: Scope): Template | undefined {
    if (!this.has('Assign')) return undefined;
    const { Assign: assign } = this.fields;
    if (!isObject(assign)) {
      this.refuse('Assign', 'must be a JSON object of variables.');
      return undefined;
    }
    for (const name of Object.keys(assign)) {
      if (name === 'states') this.refuse(`Assign/${name}`, 'is reserved and cannot be assigned.');
      else if (!VARIABLE_NAME.test(name)) this.refuse(`Assign/${name}`, 'is not a name for a variable.');
    }
    return this.template('Assign', scope);
  }

  /** The state's name in a transition field that must be there. */
  target(field: string): string {
    const to = this.fields[field];
    if (typeof to !== 'string') {
      this.refuse(field, this.has(field) ? 'must be the name of a state.' : 'is missing.');
      return '';
    }
    this.gathered.targets.push({ state: this.state, field: this.path(field), to });
    return to;
  }

  /** `Next`, or nothing for `End: true`. Exactly one of the two must be there. */
  nextOrEnd(): string | undefined {
    if (this.has('End') && this.fields.End !== true) this.refuse('End', 'must be true where it is given.');
    if (this.has('Next') && this.has('End')) this.refuse('Next', 'excludes End.');
    if (this.has('Next')) return this.target('Next');
    if (!this.has('End')) this.refuse('Next', 'is missing: a state needs Next or "End": true.');
    return undefined;
  }

  /** A reader for each object of an array field. */
  each(field: string): readonly FieldReader[] {
    const items = this.fields[field];
    if (items === undefined) return [];
    if (!Array.isArray(items)) {
      this.refuse(field, 'must be an array.');
      return [];
    }
    return items.flatMap((item: unknown, index) => {
      const at = `${field}[${index}]`;
      if (isObject(item)) return [new FieldReader(this.gathered, this.state, item, this.path(at))];
      this.refuse(at, 'must be an object.');
      return [];
    });
  }
}
