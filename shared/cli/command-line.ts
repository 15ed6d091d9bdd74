import { Command, type CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { Bench } from './command.ts';
import { accountsCommand } from './commands/accounts.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { cancelCommand } from './commands/cancel.ts';
import { endpointCommand } from './commands/endpoint.ts';
import { forecastCommand } from './commands/forecast.ts';
import { historyCommand } from './commands/history.ts';
import { notifyCommand } from './commands/notify.ts';
import { planCommand } from './commands/plan.ts';
import { practiceCommand } from './commands/practice.ts';
import { refusedCommand } from './commands/refused.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { resumeCommand, stopCommand, stopsCommand } from './commands/stops.ts';
import type { Output } from './output.ts';
import { parsingEnded } from './parsing.ts';

const NARROWEST_HELP = 60;

/** Every command, in the order in which the help shows them. */
export function makeCommandLine(bench: Bench): Command {
  const offpeak = new Command('offpeak')
    .description('Switches Redis instances over in their off-peak window, exactly once, proven and recorded.')
    .version(manifest.version, '--version', 'print the version')
    .addCommand(practiceCommand(bench))
    .addCommand(serveCommand(bench))
    .addCommand(endpointCommand(bench))
    .addCommand(runCommand(bench))
    .addCommand(showCommand(bench))
    .addCommand(historyCommand(bench))
    .addCommand(refusedCommand(bench))
    .addCommand(stopCommand(bench))
    .addCommand(resumeCommand(bench))
    .addCommand(stopsCommand(bench))
    .addCommand(cancelCommand(bench))
    .addCommand(acknowledgeCommand(bench))
    .addCommand(planCommand(bench))
    .addCommand(forecastCommand(bench))
    .addCommand(accountsCommand(bench))
    .addCommand(notifyCommand(bench));
  for (const command of withAllBelow(offpeak)) speakThrough(command, bench.surroundings.output);
  return offpeak;
}

/** A command and all its commands, at every depth. */
export function* withAllBelow(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* withAllBelow(below);
}

/** As one types it: `offpeak plan check`. */
export function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

/** Commander writes and ends the process by itself; neither is its business here. */
function speakThrough(command: Command, output: Output): void {
  const width = Math.max(NARROWEST_HELP, output.columns);
  command
    .configureOutput({
      writeOut: (text) => output.stdout(text),
      writeErr: (text) => output.stderr(text),
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride((ended: CommanderError) => {
      throw parsingEnded(ended, fullName(command));
    });
}
