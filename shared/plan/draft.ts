import type { z } from 'zod';
import {
  accountForm,
  defaultsForm,
  freezeForm,
  limitsForm,
  notifyForm,
  planForm,
  ruleForm,
  windowForm,
} from './schema.ts';

/** What of one form could be read; fields at fault are absent. */
type Part<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** One entry of a list, with the keys that were written in it, at fault or not. */
type Entry<T> = Part<T> & { readonly written: ReadonlySet<string> };

/**
 * As much of a plan as can be read, so that a fault in one value hides none in another.
 *
 * Entries keep their names and places: what is no mapping at all is an empty part.
 */
export interface Draft {
  readonly timezone: string | undefined;
  readonly history: number | undefined;
  readonly defaults: DefaultsPart;
  readonly limits: Part<z.output<typeof limitsForm>>;
  readonly accounts: ReadonlyMap<string, AccountPart>;
  readonly windows: ReadonlyMap<string, WindowPart>;
  readonly notify: ReadonlyMap<string, z.output<typeof notifyForm> | undefined>;
  readonly freezes: readonly FreezePart[];
  readonly rules: readonly RulePart[];
}

export type AccountPart = Part<z.output<typeof accountForm>>;
export type WindowPart = Part<z.output<typeof windowForm>>;
export type FreezePart = Entry<z.output<typeof freezeForm>>;
export type RulePart = Entry<z.output<typeof ruleForm>>;
export type DefaultsPart = Entry<z.output<typeof defaultsForm>>;

const account = accountForm.partial();
const window = windowForm.partial();
const freeze = freezeForm.partial();
const rule = ruleForm.partial();
const whole = planForm.pick({ timezone: true, history: true }).partial();

/** Reads every part that can be read of a plan's YAML value. */
export function draftOf(raw: unknown): Draft {
  const fields = fieldsOf(raw);
  const { timezone, history } = fields;
  return {
    timezone: readable(whole, { timezone })?.timezone,
    history: readable(whole, { history })?.history,
    defaults: entryOf(defaultsForm, fields.defaults),
    limits: readable(limitsForm, fields.limits) ?? {},
    accounts: mapOf(fields.accounts, (entry) => readable(account, entry) ?? {}),
    windows: mapOf(fields.windows, (entry) => readable(window, entry) ?? {}),
    notify: mapOf(fields.notify, (entry) => readable(notifyForm, entry)),
    freezes: listOf(fields.freezes).map((entry) => entryOf(freeze, entry)),
    rules: listOf(fields.rules).map((entry) => entryOf(rule, entry)),
  };
}

/** The value without the fields at fault; undefined where something else is wrong with it. */
function readable<T>(form: z.ZodType<T>, raw: unknown): T | undefined {
  const first = form.safeParse(raw);
  if (first.success) return first.data;
  const atFault = new Set(
    first.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : issue.path.slice(0, 1),
    ),
  );
  const rest = Object.entries(fieldsOf(raw)).filter(([key]) => !atFault.has(key));
  return form.safeParse(Object.fromEntries(rest)).data;
}

function entryOf<T extends object>(form: z.ZodType<T>, raw: unknown) {
  return { ...readable(form, raw), written: new Set(Object.keys(fieldsOf(raw))) };
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? { ...raw } : {};
}

function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

function mapOf<T>(raw: unknown, read: (entry: unknown) => T): ReadonlyMap<string, T> {
  return new Map(Object.entries(fieldsOf(raw)).map(([key, entry]) => [key, read(entry)]));
}
