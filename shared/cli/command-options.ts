import { type Command, InvalidArgumentError, Option } from 'commander';
import { LIVE_STORE, PRACTICE_STORE } from './store-paths.ts';

/** The options of every command that shows something. */
export interface PresentationOptions {
  readonly json?: true;
  readonly language?: string;
  readonly debug?: true;
}

/** The options of every command that talks to a service. */
export interface ServiceChoice extends PresentationOptions {
  readonly store?: string;
  readonly url?: string;
  readonly region?: string;
}

/** Adds `--json`, `--language` and `--debug`. */
export const withPresentation = (command: Command): Command =>
  command
    .option('--json', 'print machine-readable results only')
    .option('--language <tag>', 'en or zh-CN (default: OFFPEAK_LANGUAGE, else the locale)')
    .option('--debug', 'with an error, print its causes too');

/** Adds `--store`, `--url`, `--region` and the presentation. */
export const withService = (command: Command): Command =>
  withPresentation(
    command
      .addOption(
        new Option(
          '--store <path>',
          `the store: its running serve, else the file itself (default: ${LIVE_STORE}, else ${PRACTICE_STORE})`,
        ).conflicts('url'),
      )
      .option('--url <url>', 'the address of a service; needs OFFPEAK_TOKEN, or AWS credentials')
      .option(
        '--region <region>',
        'with --url: sign with AWS credentials for this region (an execute-api address names its own)',
        regionName,
      ),
  );

/** The variables of every command that talks to a service, for its footer. */
export const SERVICE_VARIABLES = [
  ['OFFPEAK_TOKEN', 'the bearer token, with --url of a serve'],
  [
    'AWS_PROFILE',
    'whose credentials sign, with --url of a deployment on AWS; or AWS_ACCESS_KEY_ID and so on',
  ],
  ['OFFPEAK_LANGUAGE', 'the language, without --language'],
] as const;

/** The name of an AWS region, for commander to read an option by. */
export function regionName(text: string): string {
  if (/^[a-z]{2,}(-[a-z0-9]+)+$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the name of an AWS region, such as cn-north-1.');
}

/** A whole number from `low` to `high`, for commander to read an option by. */
export const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= low && number <= high) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
  };

/** What people write about what they do: 1–500 characters on one line. */
export function reasonText(text: string): string {
  if (text.trim() !== '' && text.length <= 500 && /^\P{Cc}*$/u.test(text)) return text;
  throw new InvalidArgumentError('It must be 1–500 characters on one line.');
}
