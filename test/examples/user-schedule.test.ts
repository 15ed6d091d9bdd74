import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { acceptDelivery } from '../../shared/steps/accept-delivery.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeRig } from '../steps/rig.ts';
import { templateOf } from './cloudformation.ts';

const reference = z.object({ Ref: z.string() });
const granted = z.object({
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: reference,
  Condition: z.unknown().optional(),
});
const { Resources } = z
  .object({
    Resources: z.object({
      Nightly: z.object({
        Properties: z.object({
          ScheduleExpressionTimezone: z.string(),
          Target: z.object({
            Input: z.string(),
            RetryPolicy: z.object({ MaximumEventAgeInSeconds: z.number() }),
            DeadLetterConfig: z.object({ Arn: reference }),
          }),
        }),
      }),
      Caller: z.object({
        Properties: z.object({
          Policies: z.array(
            z.object({
              PolicyDocument: z.object({
                Statement: z.tuple([granted, granted, z.tuple([z.string(), granted, reference])]),
              }),
            }),
          ),
        }),
      }),
    }),
  })
  .parse(templateOf('user-schedule'));
const target = Resources.Nightly.Properties.Target;

/** The input of one delivery, as the scheduler fills it in. */
const delivered = (scheduledAt: string): unknown =>
  JSON.parse(target.Input.replace('${Rule}', 'solo').replace('<aws.scheduler.scheduled-time>', scheduledAt));

describe("a user's own schedule", () => {
  it('asks for a run that is accepted as it stands', async () => {
    const { ports } = await makeRig();
    const { run } = await acceptDelivery(ports, {
      input: delivered('2026-11-23T18:00:00Z'),
      execution: 'arn:one',
    });

    expect(run).toMatchObject({ rule: 'solo', mode: 'switch', trigger: { source: 'direct' } });
  });

  it('delivered twice it means one run, though each delivery has an execution of its own', async () => {
    const { ports } = await makeRig();
    const input = delivered('2026-11-23T18:00:00Z');
    const first = await acceptDelivery(ports, { input, execution: 'arn:one' });
    const second = await acceptDelivery(ports, { input, execution: 'arn:two' });

    expect(second.run.runId).toBe(first.run.runId);
    expect(second.run.executor).toBe('arn:one');
  });

  it('means another run the next night', async () => {
    const { ports } = await makeRig();
    const first = await acceptDelivery(ports, {
      input: delivered('2026-11-23T18:00:00Z'),
      execution: 'arn:one',
    });
    const next = await acceptDelivery(ports, {
      input: delivered('2026-11-24T18:00:00Z'),
      execution: 'arn:two',
    });

    expect(next.run.runId).not.toBe(first.run.runId);
  });

  it('has a key that no attempt changes', () => {
    expect(target.Input).not.toContain('execution-id');
    expect(target.Input).not.toContain('attempt-number');
  });

  it('is given up once the window is over, and then seen', () => {
    const window = 150 * MINUTE;

    expect(target.RetryPolicy.MaximumEventAgeInSeconds * SECOND).toBeLessThanOrEqual(window);
    expect(target.DeadLetterConfig.Arn).toEqual({ Ref: 'DeadLetterQueue' });
  });

  const [policy] = Resources.Caller.Properties.Policies;
  const [start, send, encrypt] = policy?.PolicyDocument.Statement ?? [];

  it('may start that one machine and put a dead letter, and nothing else', () => {
    expect(Resources.Caller.Properties.Policies).toHaveLength(1);
    expect([start, send]).toEqual([
      { Action: 'states:StartExecution', Resource: { Ref: 'StateMachineArn' } },
      { Action: 'sqs:SendMessage', Resource: { Ref: 'DeadLetterQueue' } },
    ]);
  });

  it('may use the key of the dead letters through their queue, where they have one', () => {
    const [condition, grant, without] = encrypt ?? [];

    expect([condition, without]).toEqual(['QueueHasKey', { Ref: 'AWS::NoValue' }]);
    expect(grant).toEqual({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: { Ref: 'DeadLetterKey' },
      Condition: {
        StringEquals: {
          'kms:ViaService': ['amazonaws.com', '${AWS::URLSuffix}'].map(
            (suffix) => `sqs.${'$'}{AWS::Region}.${suffix}`,
          ),
        },
      },
    });
  });
});
