import { describe, expect, it } from 'vitest';
import { InputRefused } from '../../shared/steps/errors.ts';
import { readOfRun } from '../../shared/steps/input.ts';

describe('the input of a step', () => {
  it('is a run and the execution that asks', () => {
    const input = { runId: 'r', execution: 'e' };
    expect(readOfRun('PollStatus', input)).toEqual(input);
  });

  it.each([
    [null, ['input: ']],
    [{}, ['runId: ', 'execution: ']],
    [{ runId: 7, execution: 'e' }, ['runId: ']],
  ])('%o is refused with the path of every fault', (input, paths) => {
    try {
      readOfRun('PollStatus', input);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error;
      expect(error.faults.map((fault) => fault.slice(0, fault.indexOf(' ') + 1))).toEqual(paths);
    }
  });
});
