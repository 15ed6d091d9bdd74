import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { directSchema } from '../../shared/steps/direct-request.ts';
import { makeRig } from '../steps/rig.ts';
import { filled, templateOf } from './cloudformation.ts';

const targetSchema = z.object({
  Arn: z.unknown(),
  Input: z.string().optional(),
  InputTransformer: z.object({ InputTemplate: z.string() }).optional(),
  RetryPolicy: z.object({ MaximumEventAgeInSeconds: z.number() }),
  DeadLetterConfig: z.object({ Arn: z.unknown() }),
});

/** The window of the example plan that both are written for: 02:00 to 04:30. */
const WINDOW_SECONDS = 2.5 * 3_600;

const EXAMPLES = [
  {
    example: 'user-schedule',
    target: () => templateOf('user-schedule').Resources.Nightly?.Properties.Target,
    undelivered: { Ref: 'DeadLetterQueue' },
    values: { 'aws.scheduler.scheduled-time': '2026-11-24T18:00:00Z' },
  },
  {
    example: 'from-event',
    target: () => Object(templateOf('from-event').Resources.AfterDeployment?.Properties.Targets)[0],
    undelivered: { GetAtt: 'Undelivered.Arn' },
    values: { event: '12345678-1234-1234-1234-123456789012', deployment: '2026.11.24-3' },
  },
];

describe.each(EXAMPLES)('the example $example', ({ example, target, undelivered, values }) => {
  const read = () => targetSchema.parse(target());
  const input = () =>
    filled(read().Input ?? read().InputTransformer?.InputTemplate, { ...values, Rule: 'solo' });

  it('sends a request that is taken', () => {
    expect(directSchema.safeParse(input()).error?.issues ?? []).toEqual([]);
  });

  it('is one run, however often it is delivered', async () => {
    const rig = await makeRig();
    await rig.direct('first', input());
    await rig.direct('second', input());
    const ends = [await rig.ended('first'), await rig.ended('second')];

    expect(ends.map(({ output }) => output)).toContainEqual(
      expect.objectContaining({ outcome: 'SUCCEEDED' }),
    );
    expect(rig.executed()).toBe(1);
  });

  it('starts the one machine, with a role that may do nothing else to it', () => {
    const { Caller } = templateOf(example).Resources;
    const statements = z
      .array(
        z.object({
          PolicyDocument: z.object({
            Statement: z.array(z.unknown()),
          }),
        }),
      )
      .parse(Caller?.Properties.Policies)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

    expect(read().Arn).toEqual({ Ref: 'StateMachineArn' });
    expect(statements[0]).toMatchObject({
      Action: 'states:StartExecution',
      Resource: { Ref: 'StateMachineArn' },
    });
    expect(JSON.stringify(statements.slice(1))).not.toMatch(/states:|StateMachineArn/);
  });

  it('is not delivered later than its window is long, and seen when it is not', () => {
    expect(read().RetryPolicy.MaximumEventAgeInSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
    expect(read().DeadLetterConfig.Arn).toEqual(undelivered);
  });
});
