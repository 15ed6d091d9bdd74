import { Command } from 'commander';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, wholeNumber, withPresentation } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { sessionOf } from '../session.ts';

interface EndpointOptions extends PresentationOptions {
  readonly port: number;
  readonly seed?: string;
}

/** `offpeak endpoint`: the local Volcengine endpoint alone. */
export function endpointCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('endpoint')
    .summary('the local Volcengine endpoint alone, with its log')
    .description(
      'Serves the local Volcengine endpoint on 127.0.0.1 until it is told to end, and logs what it executed and what it answered.',
    )
    .option('--port <number>', 'the port; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .option('--seed <file>', 'YAML with its instances, timings and faults (default: the example)');
  return withFooter(withPresentation(command), FOOTER).action((options: EndpointOptions) =>
    conclude(async () => {
      const { output, signal, programs } = surroundings;
      const { reader, json } = sessionOf(surroundings, options);
      const seed = options.seed === undefined ? {} : { seedPath: options.seed };
      return await programs.endpoint({
        port: options.port,
        ...seed,
        json,
        language: reader.language,
        output,
        signal,
      });
    }),
  );
}

const FOOTER = {
  examples: [
    ['offpeak endpoint --port 8100', 'the instances of examples/practice.endpoint.yaml'],
    ['offpeak endpoint --seed mine.yaml', 'your own, on any free port'],
  ],
  exits: [
    [EXIT.DONE, 'ended as it was told'],
    [EXIT.FAILED, 'the seed has faults, or the port is taken'],
  ],
} as const;
