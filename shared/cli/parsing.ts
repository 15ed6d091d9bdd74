import type { CommanderError } from 'commander';
import { UsageError } from './errors.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** Nothing is left to do: the help or the version was printed. */
export class Printed extends Error {
  override readonly name = 'Printed';
  readonly exit: ExitCode;

  constructor(exit: ExitCode) {
    super('printed');
    this.exit = exit;
  }
}

/** What commander's end of the parsing means: nothing more to do, or a fault of the command line in one sentence. */
export function parsingEnded(
  { code, exitCode, message }: CommanderError,
  command: string,
): Printed | UsageError {
  if (exitCode === 0) return new Printed(EXIT.DONE);
  // A command without its sub-command: the help is on standard error already.
  if (code === 'commander.help') return new Printed(EXIT.USAGE);
  return new UsageError(inOneSentence(message), `See ${command} --help.`);
}

/** "error: unknown command 'shwo'\n(Did you mean show?)" → "unknown command 'shwo'. Did you mean show?" */
function inOneSentence(message: string): string {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const ended = /[.?!]$/.test(first) ? first : `${first}.`;
  return [ended, ...rest.map((line) => line.replace(/^\((.*)\)$/, '$1'))].join(' ');
}
