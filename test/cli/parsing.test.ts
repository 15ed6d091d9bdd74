import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { Printed, parsingEnded } from '../../shared/cli/parsing.ts';

it.each([
  [0, 'commander.helpDisplayed', 0],
  [0, 'commander.version', 0],
  [1, 'commander.help', 2],
])('exit code %i with %s means: printed, %i', (exitCode, code, exit) => {
  const ended = parsingEnded(new CommanderError(exitCode, code, '(output)'), 'offpeak');

  expect(ended).toBeInstanceOf(Printed);
  expect(ended).toMatchObject({ exit });
});

it.each([
  ["error: unknown command 'x'\n(Did you mean run?)", "unknown command 'x'. Did you mean run?"],
  ["error: unknown option '--x'", "unknown option '--x'."],
  ['error: option is invalid. It must be 1.', 'option is invalid. It must be 1.'],
])('%j is one sentence', (message, sentence) => {
  expect(parsingEnded(new CommanderError(1, 'commander.x', message), 'offpeak run')).toMatchObject({
    name: 'UsageError',
    message: sentence,
    hint: 'See offpeak run --help.',
  });
});
