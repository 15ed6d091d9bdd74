import { wallClockOf } from '../notify/catalogue/words.ts';
import { LANGUAGES } from '../notify/catalogue.ts';
import type { Foreseen, RuleForecast } from '../plan/forecast.ts';
import type { Cadence, Match, Plan, Window } from '../plan/plan.ts';
import type { Instant } from '../time/clock.ts';
import { inColumns } from './columns.ts';
import { type Reader, wordsOf } from './words.ts';

/** The forecast, rule by rule, with the local times of each rule's own window. */
export function forecastLines(
  plan: Plan,
  rules: readonly RuleForecast[],
  language: Reader['language'],
): readonly string[] {
  const words = wordsOf({ language }).forecast;
  const never = plan.rules.flatMap((rule) =>
    'never' in rule ? ['', `${rule.name}  ${matchText(rule.match)}`, `  ${words.never}: ${rule.never}`] : [],
  );
  return [
    ...rules.flatMap((rule) => ['', ...ruleLines(rule, language)]),
    ...never,
    '',
    totalLine(rules, language),
  ];
}

function ruleLines(
  { rule, window, foreseen }: RuleForecast,
  language: Reader['language'],
): readonly string[] {
  const words = wordsOf({ language }).forecast;
  const head = `${rule.name}  ${matchText(rule.match)}  ${cadenceText(rule.cadence, language)}, ${window.name} ${window.open}–${window.close} ${window.timezone}`;
  const rows = foreseen.map((one) => [wall(one.dueAt, window, language), whatText(one, window, language)]);
  const note = rule.cadence.kind === 'days-since-proven' ? [`  ${words.assumed}`] : [];
  return [
    head,
    ...note,
    ...(rows.length === 0 ? [words.nothing] : inColumns(rows)).map((line) => `  ${line}`),
  ];
}

function whatText(foreseen: Foreseen, window: Window, language: Reader['language']): string {
  const words = wordsOf({ language }).forecast;
  if (foreseen.kind !== 'due') return foreseen.kind === 'swallowed' ? words.swallowed : words.outsideWindow;
  if (foreseen.freeze !== undefined) return words.frozen(foreseen.freeze);
  const { cutoffAt, closesAt } = foreseen.opening;
  return words.due(timeIn(cutoffAt, window), timeIn(closesAt, window));
}

const wall = (at: Instant, { timezone }: Window, language: Reader['language']): string => {
  const shown = wallClockOf(at, timezone);
  return shown === undefined ? LANGUAGES[language].unknown : LANGUAGES[language].wallClock(shown);
};

const timeIn = (at: Instant, { timezone }: Window): string => wallClockOf(at, timezone)?.time ?? '';

function totalLine(rules: readonly RuleForecast[], language: Reader['language']): string {
  const all = rules.flatMap(({ foreseen }) => foreseen);
  const frozen = all.filter(({ kind, freeze }) => kind === 'due' && freeze !== undefined).length;
  const due = all.filter(({ kind }) => kind === 'due').length - frozen;
  return wordsOf({ language }).forecast.total(due, frozen, all.length - due - frozen);
}

/** What a rule matches, in the words of the plan. */
function matchText({ instance, tag, project, pattern, expect }: Match): string {
  const parts = [
    instance,
    ...Object.entries(tag ?? {}).map(([key, value]) => `tag ${key}=${value}`),
    project && `project ${project}`,
    pattern && `pattern ${pattern}`,
    expect && `(${expect.low}–${expect.high})`,
  ];
  return parts.flatMap((part) => part ?? []).join(' ');
}

/** A cadence in the words of the plan. */
function cadenceText(cadence: Cadence, language: Reader['language']): string {
  switch (cadence.kind) {
    case 'every-opening':
      return 'opening';
    case 'weekdays':
      return cadence.days.join(',');
    case 'nth-weekday':
      return `${cadence.nth === 'last' ? 'last' : ORDINALS[cadence.nth]} ${cadence.day}`;
    case 'days-since-proven':
      return `${cadence.days} days`;
    case 'once':
      return 'date' in cadence ? `once ${cadence.date}` : `once ${onceText(cadence.instant, language)}`;
  }
}

const ORDINALS = { 1: '1st', 2: '2nd', 3: '3rd', 4: '4th' } as const;

const onceText = (instant: Instant, language: Reader['language']): string =>
  Number.isFinite(instant) ? new Date(instant).toISOString() : LANGUAGES[language].unknown;
