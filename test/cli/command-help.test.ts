import { Command } from 'commander';
import { expect, it } from 'vitest';
import { withFooter } from '../../shared/cli/command-help.ts';

it('shows examples, variables and exit codes below the options, and 2 among them', () => {
  let help = '';
  const command = new Command('offpeak').configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });

  withFooter(command, {
    examples: [['offpeak x', 'does x']],
    exits: [
      [0, 'done'],
      [130, 'interrupted'],
    ],
    variables: [['OFFPEAK_X', 'the x']],
  }).outputHelp();

  expect(help.slice(help.indexOf('\nExamples:'))).toBe(
    [
      '',
      'Examples:',
      '  $ offpeak x',
      '      does x',
      '',
      'Variables:',
      '  OFFPEAK_X  the x',
      '',
      'Exit codes:',
      '  0    done',
      '  2    the command line is wrong; nothing was begun',
      '  130  interrupted',
      '',
      '',
    ].join('\n'),
  );
});
