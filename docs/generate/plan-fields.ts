import * as z from 'zod';
import {
  CLOCK_MARGIN,
  DEFAULTS,
  MOST_SHARDS_AT_ONCE,
  REQUEST_TIMEOUT,
  SIGNATURE_LIFE,
} from '../../shared/plan/defaults.ts';
import { formatDuration } from '../../shared/plan/duration.ts';
import {
  accountForm,
  defaultsForm,
  freezeForm,
  limitsForm,
  notifyForm,
  planForm,
  ruleForm,
  windowForm,
} from '../../shared/plan/schema.ts';
import { table } from './markdown.ts';
import { MEANINGS } from './plan-meanings.ts';

/** The mappings of the plan's file, by the name of the block that lists their fields. */
const FORMS = {
  plan: planForm,
  account: accountForm,
  window: windowForm,
  freeze: freezeForm,
  limits: limitsForm,
  notify: notifyForm,
  defaults: defaultsForm,
  /** What a rule has besides the fields that it may inherit. */
  rule: ruleForm.omit({
    account: true,
    window: true,
    notify: true,
    target: true,
    settle: true,
    giveUpAfter: true,
    cooldown: true,
    shardsAtOnce: true,
  }),
  match: ruleForm.shape.match,
} as const;

/**
 * One table a mapping: each field of the schema, what it must be in the words with which `plan apply` refuses anything else,
 * its default, and what it means. Throws when a field has no meaning written down, or a meaning has no field.
 */
export function planFieldBlocks(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(FORMS).map(([name, form]) => [`plan-${name}`, tableOf(name, form)]),
  );
}

function tableOf(name: string, form: z.ZodObject): string {
  const meanings: Readonly<Record<string, string>> = MEANINGS[name] ?? {};
  const fields = Object.entries(form.shape);
  const unknown = Object.keys(meanings).filter((field) => !(field in form.shape));
  if (unknown.length > 0) throw new Error(`The plan's ${name} has no ${unknown.join(', ')}.`);
  const schema = z.toJSONSchema(form, { io: 'input' });
  const rows = fields.map(([field, type]) => {
    const meaning = meanings[field];
    if (meaning === undefined) throw new Error(`Nobody has said what ${field} of the plan's ${name} means.`);
    const needed = schema.required?.includes(field) === true;
    return [`\`${field}\``, formOf(type), needed ? 'needed' : (defaultOf(field, schema) ?? ''), meaning];
  });
  return table(['field', 'is', 'default', 'means'], rows);
}

/** What a value must be, as the schema says it on being given nothing. */
function formOf(type: z.core.$ZodType): string {
  const { error } = z.safeParse(type, null);
  const [, form] = /^must be (.*?)(?:, not empty)?$/.exec(error?.issues[0]?.message ?? '') ?? [];
  if (form === undefined) throw new Error('A field of the plan does not say what it must be.');
  return form;
}

const shown = (field: string, value: number | string): string =>
  `\`${typeof value === 'number' && LENGTHS.has(field) ? formatDuration(value) : value}\``;

const LENGTHS: ReadonlySet<string> = new Set(['cutoff', 'settle', 'giveUpAfter', 'cooldown', 'history']);

function defaultOf(field: string, schema: z.core.JSONSchema.BaseSchema): string | undefined {
  const property = schema.properties?.[field];
  if (typeof property === 'object' && property.default !== undefined)
    return `\`${String(property.default)}\``;
  const known = Object.entries(DEFAULTS).find(([name]) => name === field);
  return known && shown(...known);
}

/** Every default in one table: those of the plan, and those that are the deployment's or nobody's to change. */
export function defaultsBlock(): string {
  const ofPlan = Object.entries(DEFAULTS).map(([field, value]) => [
    `\`${field}\``,
    shown(field, value),
    'the plan',
  ]);
  const fixed: readonly (readonly [string, number, string])[] = [
    ['request timeout', REQUEST_TIMEOUT, 'fixed'],
    ['signature life', SIGNATURE_LIFE, 'the deployment'],
    ['clock margin', CLOCK_MARGIN, 'fixed'],
  ];
  return table(
    ['what', 'length or number', 'set by'],
    [
      ...ofPlan,
      ...fixed.map(([name, length, by]) => [name, `\`${formatDuration(length)}\``, by]),
      ['most shards in one call', `\`${MOST_SHARDS_AT_ONCE}\``, 'the vendor'],
    ],
  );
}
