import { Command, InvalidArgumentError } from 'commander';

/** A command that proves something: with help, the nearest option for a wrong one, and exit code 2 for a wrong line. */
export function proofCommand(script: string, does: string): Command {
  return new Command(`npm run ${script} --`)
    .description(does)
    .helpOption('--help', 'this text')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}

/** A whole number that is not negative. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('A whole number is wanted.');
}

/** A share between 0 and 1. */
export function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('A share from 0 to 1 is wanted.');
}
