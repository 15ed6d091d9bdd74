import { alikeNames } from './alike-names.ts';
import { DEFAULTS } from './defaults.ts';
import { type Draft, draftOf } from './draft.ts';
import type { Finding, PlanFault } from './faults.ts';
import { showPath } from './faults.ts';
import { type Digest, planHash } from './hash.ts';
import type { Account, Limits, Plan } from './plan.ts';
import { type Calendars, readFreezes } from './read-freezes.ts';
import { readRules } from './read-rules.ts';
import { readWindows } from './read-windows.ts';
import { shapeFaults } from './shape-faults.ts';
import { parseSource } from './source.ts';

/** A checked plan, or everything that is wrong with it, in the order of the file. */
export type PlanReading = { readonly plan: Plan } | { readonly faults: readonly PlanFault[] };

/** What reading a plan needs beside its text. */
export interface ReadPlanWith {
  /** The text of each calendar, by the path as the plan writes it (`calendarsOf`); one that is absent is a fault. */
  readonly calendars?: Calendars;
  /** SHA-256 in lower-case hex; the runtime's own unless given. */
  readonly digest?: Digest;
}

/**
 * Checks a plan and fills in its defaults, or names all faults at once, each with line, column and sentence.
 *
 * Never throws for a text, whatever it holds. Only YAML that cannot be read hides what else may be wrong.
 */
export function readPlan(text: string, { calendars = {}, digest }: ReadPlanWith = {}): PlanReading {
  const source = parseSource(text);
  if (!source.sound) return { faults: source.faults };
  const draft = draftOf(source.raw);
  const windows = readWindows(draft.windows, draft.timezone);
  const freezes = readFreezes(draft.freezes, draft.timezone, calendars);
  const rules = readRules(draft, windows.value);
  const shape = shapeFaults(source.raw);
  const alike = alikeNames('notify', draft.notify.keys());
  const beyondShape = [...windows.findings, ...freezes.findings, ...rules.findings, ...alike];
  const found = [...shape, ...beyond(shape, beyondShape)];
  const faults = inOrder([...source.faults, ...found.map(source.place)]);
  if (faults.length > 0 || draft.timezone === undefined) return { faults };
  const plan = {
    timezone: draft.timezone,
    accounts: accountsOf(draft),
    windows: Object.fromEntries(windows.value),
    freezes: freezes.value,
    limits: limitsOf(draft.limits),
    notify: notifyOf(draft),
    rules: rules.value,
    history: draft.history ?? DEFAULTS.history,
  };
  return { plan: { hash: planHash(plan, digest), ...plan } };
}

/** The paths of the calendars that a plan names, each once, so that they can be read before it. Never throws. */
export function calendarsOf(text: string): readonly string[] {
  const source = parseSource(text);
  if (!source.sound) return [];
  return [...new Set(draftOf(source.raw).freezes.flatMap(({ calendar }) => calendar ?? []))];
}

/** A value whose form is at fault is not judged a second time. */
function beyond(shape: readonly Finding[], findings: readonly Finding[]): readonly Finding[] {
  const judged = new Set(shape.map(({ path }) => showPath(path)));
  return findings.filter(({ path }) => !judged.has(showPath(path)));
}

function inOrder(faults: readonly PlanFault[]): readonly PlanFault[] {
  return faults.toSorted((one, other) => one.line - other.line || one.column - other.column);
}

function accountsOf({ accounts }: Draft): Readonly<Record<string, Account>> {
  const whole = [...accounts].flatMap(([name, { provider, region, credentials, mode }]) => {
    if (!provider || !region || !credentials || !mode) return [];
    return [[name, { name, provider, region, credentials, mode }] as const];
  });
  return Object.fromEntries(whole);
}

function notifyOf({ notify }: Draft): Plan['notify'] {
  const whole = [...notify].flatMap(([name, channels]) => (channels ? [[name, channels] as const] : []));
  return Object.fromEntries(whole);
}

function limitsOf({ atOnce, perNight, onePer, stopAfter }: Draft['limits']): Limits {
  return {
    atOnce: atOnce ?? DEFAULTS.atOnce,
    ...(perNight === undefined ? {} : { perNight }),
    ...(onePer === undefined ? {} : { onePer }),
    stopAfter: stopAfter ?? DEFAULTS.stopAfter,
  };
}
