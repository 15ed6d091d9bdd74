import { Command } from 'commander';
import type { Bench } from '../command.ts';
import { withFooter } from '../command-help.ts';
import { type PresentationOptions, withPresentation } from '../command-options.ts';
import { EXIT } from '../exit-codes.ts';
import { sessionOf } from '../session.ts';

/** `offpeak practice`, which is what `npm start` does. It is never given the environment. */
export function practiceCommand({ surroundings, conclude }: Bench): Command {
  const command = new Command('practice')
    .summary('three acts against a Volcengine of its own; nothing real is touched')
    .description(
      'Practises against a local endpoint: by day, in the window, and with a lost answer. Always practice, whatever credentials the shell has; nothing real can be reached.',
    );
  return withFooter(withPresentation(command), FOOTER).action((options: PresentationOptions) =>
    conclude(async () => {
      const { output, signal, programs } = surroundings;
      const { reader, json } = sessionOf(surroundings, options);
      return await programs.practice({ json, language: reader.language, output, signal });
    }),
  );
}

const FOOTER = {
  examples: [
    ['npm start', 'the same'],
    ['offpeak practice --language zh-CN', '用中文演示'],
  ],
  exits: [
    [EXIT.DONE, 'all three acts ended as they must'],
    [EXIT.FAILED, 'one did not'],
  ],
} as const;
