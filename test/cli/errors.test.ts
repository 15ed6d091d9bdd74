import { expect, it } from 'vitest';
import { CommandFailed, UsageError } from '../../shared/cli/errors.ts';

it('a wrong command line is told from a command that cannot do what was asked, each with its sentence', () => {
  expect(new UsageError('No such option.', 'offpeak --help')).toMatchObject({
    ...{ name: 'UsageError', message: 'No such option.', hint: 'offpeak --help' },
  });
  expect(new UsageError('No such option.').hint).toBeUndefined();
  expect(new CommandFailed('Nothing serves it.')).toMatchObject({
    ...{ name: 'CommandFailed', message: 'Nothing serves it.' },
  });
});
