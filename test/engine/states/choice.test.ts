import { describe, expect, it } from 'vitest';
import { machineOf, run } from '../harness.ts';

const show = { Type: 'Pass', Output: { got: '{% $states.input %}', way: '{% $way %}' }, End: true };
const definition = machineOf({
  Start: { Type: 'Pass', Assign: { way: 'none' }, Next: 'Pick' },
  Pick: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n > 10 %}', Next: 'Show' },
      {
        Condition: '{% $states.input.n > 5 %}',
        Assign: { way: 'second' },
        Output: { half: '{% $states.input.n / 2 %}' },
        Next: 'Show',
      },
    ],
    Default: 'Show',
    Assign: { way: 'default' },
    Output: 'by default',
  },
  Show: show,
});

const pick = (states: Record<string, unknown>) =>
  machineOf({ S: { Type: 'Choice', ...states }, E: { Type: 'Succeed' } });

describe('a Choice state', () => {
  it.each([
    [11, { got: { n: 11 }, way: 'none' }],
    [8, { got: { half: 4 }, way: 'second' }],
    [1, { got: 'by default', way: 'default' }],
  ])('takes the first rule that holds for %d, with that rule’s Output and Assign', async (n, output) => {
    expect((await run(definition, { n })).execution.output).toEqual(output);
  });

  it('takes a literal condition', async () => {
    const { entered } = await run(pick({ Choices: [{ Condition: true, Next: 'E' }] }), {});
    expect(entered).toEqual(['S', 'E']);
  });

  it('fails when nothing holds and there is no Default', async () => {
    const { execution, types } = await run(pick({ Choices: [{ Condition: false, Next: 'E' }] }), {});

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
      cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    });
    expect(types).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'ExecutionFailed']);
  });

  it.each([
    ['"yes"', `returned an unexpected result type. Expected 'boolean', but was 'string' for value: "yes"`],
    ['[true]', `Expected 'boolean', but was 'array' for value: [true]`],
    ['null', `Expected 'boolean', but was 'null' for value: null`],
    ['$states.input.no', 'returned nothing (undefined).'],
  ])('takes no condition but a boolean: not %s', async (text, what) => {
    const rules = [
      { Condition: false, Next: 'E' },
      { Condition: `{% ${text} %}`, Next: 'E' },
    ];
    const { execution } = await run(pick({ Choices: rules, Default: 'E' }), {});

    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain(`'${text}' specified for the field 'Choices[1]/Condition'`);
    expect(execution.cause).toContain(what);
  });
});
