import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../shared/steps/dead-letters.ts';
import { synthesise } from '../synthesise.ts';

const { service } = synthesise();

const schedules = service.ofType('AWS::Scheduler::Schedule');
const idOf = (beginning: string) =>
  service.ofType('AWS::Lambda::Function').find(([id]) => id.startsWith(beginning))?.[0] ?? 'none';

describe('each minute', () => {
  it('due and settle are called, and nothing else', () => {
    const called = schedules.map(([, { Properties }]) => JSON.stringify(Properties.Target));

    expect(called).toHaveLength(2);
    expect(called.join()).toContain(`{"Fn::GetAtt":["${idOf('Due')}","Arn"]}`);
    expect(called.join()).toContain(`{"Fn::GetAtt":["${idOf('Settle')}","Arn"]}`);
  });

  it.each(schedules)(
    'a call says whose it is, for the letter that it may become: %s',
    (id, { Properties }) => {
      const name = id.startsWith('Due') ? 'due' : 'settle';

      expect(Properties).toMatchObject({ Target: { Input: JSON.stringify({ minuteCallOf: name }) } });
      expect(meaningOf({ text: JSON.stringify({ minuteCallOf: name }) })).toEqual({
        what: 'minute call',
        of: name,
      });
    },
  );

  it.each(schedules)('a call that is a minute late is given up, and seen: %s', (_id, { Properties }) => {
    expect(Properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      Target: {
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } },
      },
    });
  });

  it('a pass that failed is not run again by the platform: the next minute does it', () => {
    const invocations = service.ofType('AWS::Lambda::EventInvokeConfig');

    expect(invocations).toHaveLength(2);
    for (const [, { Properties }] of invocations)
      expect(Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  });
});

describe('an execution that ends badly', () => {
  it('calls settle at once, whatever ended it, and only for our own machine', () => {
    const [machine] = service.ofType('AWS::StepFunctions::StateMachine');

    service.template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [{ Ref: machine?.[0] }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    });
    service.template.resourceCountIs('AWS::Events::Rule', 1);
  });
});

describe('dead letters', () => {
  it('are encrypted, reached over TLS only, and kept for two weeks', () => {
    service.template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3_600,
    });
    expect(service.text).toContain('aws:SecureTransport');
  });

  it('are hidden from a second pass for longer than settle may run', () => {
    const [queue] = service.ofType('AWS::SQS::Queue');
    const settle = service.resources[idOf('Settle')];

    expect(Number(queue?.[1].Properties.VisibilityTimeout)).toBeGreaterThan(
      Number(settle?.Properties.Timeout),
    );
  });

  it('have a queue that schedules of others can name', () => {
    const [queue] = service.ofType('AWS::SQS::Queue');

    service.template.hasOutput('DeadLetterQueue', { Value: { 'Fn::GetAtt': [queue?.[0], 'Arn'] } });
  });
});
