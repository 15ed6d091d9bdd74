import { describe, expect, it } from 'vitest';
import { CommandFailed, UsageError } from '../../shared/cli/errors.ts';
import { reportError } from '../../shared/cli/report-error.ts';

function reported(error: unknown, debug = false) {
  let stderr = '';
  const output = {
    stdout: () => {
      throw new Error('an error is no result');
    },
    stderr: (text: string) => {
      stderr += text;
    },
    isTTY: false,
    columns: 80,
    color: false,
  };
  return { exit: reportError(error, output, debug), stderr };
}

describe('an error becomes a sentence and an exit code', () => {
  it.each([
    [new CommandFailed('It cannot be read.'), 1, 'offpeak: It cannot be read.\n'],
    [new UsageError('Too much.', 'See offpeak --help.'), 2, 'offpeak: Too much.\nSee offpeak --help.\n'],
    [new TypeError(''), 1, 'offpeak: TypeError\n'],
    ['text', 1, 'offpeak: something that is not an error was thrown: text\n'],
    [
      new Error('colours \u001B[31m and\u0007 bells\nover two lines'),
      1,
      'offpeak: colours [31m and bells\nover two lines\n',
    ],
  ])('%s', (error, exit, stderr) => {
    expect(reported(error)).toEqual({ exit, stderr });
  });

  it('shows the causes with their codes where it is debugged, and still no stack trace', () => {
    const root = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { stderr } = reported(
      new CommandFailed('No answer.', { cause: new TypeError('fetch', { cause: root }) }),
      true,
    );

    expect(stderr).toBe(
      'offpeak: No answer.\n  CommandFailed: No answer.\n  caused by TypeError: fetch\n  caused by Error ECONNREFUSED: connect\n',
    );
  });

  it('ends where causes go in a circle', () => {
    const one = new Error('one');
    one.cause = one;

    expect(reported(one, true).stderr.split('\n')).toHaveLength(10);
  });
});
