import { describe, expect, it } from 'vitest';
import { passOf, run } from './harness.ts';

const evaluate = async (text: string, input: unknown = {}) => {
  const { execution } = await run(passOf({ Output: { v: `{% ${text} %}` } }), input);
  return execution.status === 'SUCCEEDED'
    ? { value: Object(execution.output).v }
    : { error: execution.error, cause: execution.cause };
};

const PLACE = "An error occurred while executing the state 'S' (entered at the event id #2). ";

describe('an expression gives', () => {
  it.each([
    ['$states.input.items.n', { items: [{ n: 3 }, { n: 9 }] }, [3, 9]],
    ['$states.input.items[n > 3]', { items: [{ n: 3 }, { n: 9 }] }, { n: 9 }],
    ['$states.input.items[n > 3][]', { items: [{ n: 3 }, { n: 9 }] }, [{ n: 9 }]],
    ['null', {}, null],
    ['[]', {}, []],
    ['$states.input', { deep: { a: [null, 'é'] } }, { deep: { a: [null, 'é'] } }],
    ['$exists($never) ? 1 : 2', {}, 2],
    ['$states.context.State.Name', {}, 'S'],
    ['$states.context.Execution.StartTime', {}, '2026-11-23T18:00:00.000Z'],
    ['$states.context.Execution.Input', { a: 1 }, { a: 1 }],
  ])('%s', async (text, input, value) => {
    expect(await evaluate(text, input)).toEqual({ value });
  });
});

describe('an expression fails the state, in the words of the service,', () => {
  it.each([
    ['$states.input.missing', 'returned nothing (undefined).'],
    ['$sum', 'returned an unsupported result type.'],
    ['function($x){ $x }', 'returned an unsupported result type.'],
    ['/a/', 'returned an unsupported result type.'],
    ['{"f": $sum}', 'returned an unsupported result type.'],
    ['$parse("1e999")', 'returned an unsupported result type.'],
    [
      '"a" + 1',
      'threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number',
    ],
    [
      '$abs("a")',
      'threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature',
    ],
    ['$error("enough")', 'threw an error during evaluation. D3137: enough'],
    ['$parse("{")', 'threw an error during evaluation: '],
  ])('%s', async (text, what) => {
    expect(await evaluate(text)).toEqual({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(
        `${PLACE}The JSONata expression '${text}' specified for the field 'Output/v' ${what}`,
      ),
    });
  });

  it.each([
    [{ a: { b: [[1, '{% $states.input.no %}']] } }, 'Output/a/b[0][1]'],
    ['{% $states.input.no %}', 'Output'],
  ])('naming the field by its path', async (output, field) => {
    const { execution, types, events } = await run(passOf({ Output: output }), {});

    expect(execution.cause).toContain(`specified for the field '${field}' returned nothing`);
    expect(types).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(events[2]?.data).toMatchObject({
      error: 'States.QueryEvaluationError',
      state: 'S',
      location: field,
    });
  });
});

it('what an expression returns is a copy: the input stays as it was', async () => {
  const { execution } = await run(
    passOf({ Output: '{% {"changed": $states.input ~> |a|{"b": 2}|, "kept": $states.input} %}' }),
    { a: { b: 1 } },
  );

  expect(execution.output).toEqual({ changed: { a: { b: 2 } }, kept: { a: { b: 1 } } });
});
