import { describe, expect, it } from 'vitest';
import { machineOf, passOf, run } from '../harness.ts';

describe('a Pass state', () => {
  it('hands its input on', async () => {
    expect((await run(passOf({}), { a: [1] })).execution.output).toEqual({ a: [1] });
  });

  it('assigns variables that exist from the next state on, all from the values before', async () => {
    const definition = machineOf({
      Set: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: {
        Type: 'Pass',
        Assign: { a: '{% $b %}', b: '{% $a %}' },
        Output: { a: '{% $a %}', b: '{% $b %}' },
        Next: 'Show',
      },
      Show: {
        Type: 'Pass',
        Output: { before: '{% $states.input %}', now: ['{% $a %}', '{% $b %}'] },
        End: true,
      },
    });

    const { execution, events } = await run(definition, {});

    expect(execution.output).toEqual({ before: { a: 1, b: 2 }, now: [2, 1] });
    expect(events.find(({ type }) => type === 'PassStateExited')?.data).toEqual({
      output: {},
      assignedVariables: { a: 1, b: 2 },
      next: 'Swap',
    });
  });

  it('cannot read a variable in the state that assigns it', async () => {
    const { execution } = await run(passOf({ Assign: { a: 1 }, Output: '{% $a %}' }), {});

    expect(execution.cause).toContain(
      "The JSONata expression '$a' specified for the field 'Output' returned nothing",
    );
  });

  it('names the variable whose value fails', async () => {
    const { execution } = await run(passOf({ Assign: { x: { y: '{% $states.input.no %}' } } }), {});

    expect(execution.cause).toContain("specified for the field 'Assign/x/y' returned nothing (undefined).");
  });

  it('may shadow a function with a variable, as JSONata does', async () => {
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { count: 3 }, Next: 'B' },
      B: { Type: 'Pass', Output: '{% $count + 1 %}', End: true },
    });

    expect((await run(definition, {})).execution.output).toBe(4);
  });

  it.each([
    ['output', { Output: '{% $join($map([1..52429], function($i){ "abcde" })) %}' }],
    ['variables', { Assign: { a: '{% $join($map([1..52429], function($i){ "abcde" })) %}' } }],
  ])('fails when its %s has more than 262,144 bytes', async (_what, fields) => {
    const { execution } = await run(passOf(fields), {});

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });
});
