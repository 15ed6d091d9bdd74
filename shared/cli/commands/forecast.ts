import { Command } from 'commander';
import { type Foreseen, forecast, type RuleForecast } from '../../plan/forecast.ts';
import type { Plan } from '../../plan/plan.ts';
import { DAY, type Instant } from '../../time/clock.ts';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, wholeNumber, withPresentation } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { forecastLines } from '../forecast-text.ts';
import { soundPlan } from '../plan-file.ts';
import { sessionOf } from '../session.ts';

interface ForecastOptions extends PresentationOptions {
  readonly days: number;
}

/** `offpeak forecast`: what a plan would do, from the plan alone. */
export function forecastCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('forecast')
    .summary('what a plan would do in the coming days')
    .description(
      'Lists every occurrence of every rule with its local times, the freezes that stop it, and openings that a change of the clocks swallows. Reads the plan only: no records, no vendor, no network.',
    )
    .argument('<plan>', 'the plan, YAML')
    .option('--days <number>', 'how far ahead', wholeNumber(1, 730), 30);
  return withFooter(withPresentation(command), FOOTER).action((path: string, options: ForecastOptions) =>
    conclude(async () => {
      const { json, reader, print, printJson } = sessionOf(surroundings, options);
      const plan = await soundPlan(path, surroundings.readText);
      const from = surroundings.clock.now();
      const to = from + options.days * DAY;
      const rules = forecast(plan, from, to);
      if (json) printJson(forecastJson(plan, rules, from, to));
      else for (const line of forecastLines(plan, rules, reader.language)) print(line);
      return EXIT.DONE;
    }),
  );
}

const FOOTER = {
  examples: [
    ['offpeak forecast plan.yaml', 'the next 30 days'],
    ['offpeak forecast plan.yaml --days 365 --json', 'a year, for a program'],
  ],
  exits: [
    [EXIT.DONE, 'shown'],
    [EXIT.FAILED, 'the plan has faults, or cannot be read'],
  ],
} as const;

const iso = (at: Instant): string => new Date(at).toISOString();

function forecastJson(plan: Plan, rules: readonly RuleForecast[], from: Instant, to: Instant) {
  return {
    plan: plan.hash,
    from: iso(from),
    to: iso(to),
    rules: rules.map(({ rule, window, foreseen }) => ({
      rule: rule.name,
      window: window.name,
      timezone: window.timezone,
      occurrences: foreseen.map(occurrenceJson),
    })),
    never: plan.rules.flatMap((rule) => ('never' in rule ? [{ rule: rule.name, never: rule.never }] : [])),
  };
}

const occurrenceJson = (foreseen: Foreseen) => ({
  kind: foreseen.kind === 'due' && foreseen.freeze !== undefined ? 'frozen' : foreseen.kind,
  key: foreseen.key,
  dueAt: iso(foreseen.dueAt),
  ...(foreseen.kind === 'due' && {
    opensAt: iso(foreseen.opening.opensAt),
    cutoffAt: iso(foreseen.opening.cutoffAt),
    closesAt: iso(foreseen.opening.closesAt),
  }),
  ...(foreseen.freeze !== undefined && { freeze: foreseen.freeze }),
});
