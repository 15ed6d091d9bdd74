import { Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENTS, deployed } from './deployments.ts';
import { inspect, MOST_RULES, rulesOf } from './nag.ts';

describe.each(Object.entries(DEPLOYMENTS))('cdk-nag over both stacks, %s', (_name, make) => {
  const report = inspect(make());

  it('finds nothing of AwsSolutions that is not acknowledged', () => {
    expect(report.unacknowledged).toEqual([]);
  });

  it('finds what is acknowledged, each with a reason', () => {
    expect(report.idle).toEqual([]);
    for (const { reason } of report.acknowledged) expect(reason.length).toBeGreaterThan(20);
  });

  it(`has at most ${MOST_RULES} rules acknowledged`, () => {
    expect(rulesOf(report.acknowledged).length).toBeLessThanOrEqual(MOST_RULES);
  });
});

describe('cdk-nag is heard', () => {
  it('when somebody adds a queue that speaks without TLS', () => {
    const app = deployed();
    new Queue(new Stack(app, 'careless'), 'Open');

    expect(inspect(app).unacknowledged.map(({ finding, construct }) => `${construct}: ${finding}`)).toEqual([
      'careless/Open/Resource: AwsSolutions-SQS3',
      'careless/Open/Resource: AwsSolutions-SQS4',
    ]);
  });

  it('when something is acknowledged for nothing', () => {
    const app = deployed();
    Validations.of(app).acknowledge({ id: 'AwsSolutions-S1', reason: 'There is no bucket here at all.' });

    expect(inspect(app).idle).toEqual([
      { finding: 'AwsSolutions-S1', construct: '', reason: 'There is no bucket here at all.' },
    ]);
  });
});
