import { describe, expect, it } from 'vitest';
import { machineOf, passOf, run } from './harness.ts';

describe('the way out of a state', () => {
  it('hands on what it was given where it has no Output', async () => {
    expect((await run(passOf({}), { a: 1 })).execution.output).toEqual({ a: 1 });
  });

  it('sees the variables as they were at the entry, in Output and Assign alike', async () => {
    const definition = machineOf({
      First: { Type: 'Pass', Assign: { a: 1 }, Next: 'Second' },
      Second: { Type: 'Pass', Assign: { a: '{% $a + 1 %}' }, Output: '{% $a %}', Next: 'Third' },
      Third: { Type: 'Pass', Output: ['{% $states.input %}', '{% $a %}'], End: true },
    });
    expect((await run(definition, {})).execution.output).toEqual([1, 2]);
  });

  it('lets nothing out that is larger than the service takes', async () => {
    const { execution } = await run(passOf({ Output: '{% $states.input.a & $states.input.a %}' }), {
      a: 'x'.repeat(200_000),
    });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
