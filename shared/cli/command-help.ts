import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.ts';

/** What stands below a command's options in its help. */
export interface Footer {
  /** A command as one would type it, and what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** What each exit code means here; 2 is added. */
  readonly exits: readonly (readonly [code: ExitCode, meaning: string])[];
  /** Environment variables that it reads. */
  readonly variables?: readonly (readonly [name: string, what: string])[];
}

const WRONG_COMMAND_LINE = [2, 'the command line is wrong; nothing was begun'] as const;

/** Adds the footer to a command's help. */
export function withFooter(command: Command, { examples, exits, variables = [] }: Footer): Command {
  const codes = [...exits, WRONG_COMMAND_LINE].toSorted(([one], [other]) => one - other);
  const sections = [
    section(
      'Examples',
      examples.flatMap(([line, what]) => [`  $ ${line}`, `      ${what}`]),
    ),
    section('Variables', inTwoColumns(variables)),
    section('Exit codes', inTwoColumns(codes.map(([code, meaning]) => [String(code), meaning]))),
  ];
  return command.addHelpText('after', sections.join(''));
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${title}:\n${lines.join('\n')}\n`;

function inTwoColumns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
