import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { makeAwsAnnouncer } from '../../shared/runtime/aws-announcer.ts';
import { OUTCOMES } from '../../shared/switchover/codes.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';
import { closedRun, unknownRun } from './closed-runs.ts';
import { memoryLog } from './memory-log.ts';

const taken: Reply = { result: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } };

async function withBus(reply: Reply = taken) {
  const service = await awsLoopback(() => reply);
  const log = memoryLog();
  const announcer = makeAwsAnnouncer({
    client: new EventBridgeClient(service.client),
    bus: 'runs',
    deployment: 'main',
    sentenceOf: (run) => `The sentence of ${run.runId}.`,
    tokens: { answerToken: async (token) => token === 'alive', refuseToken: async () => true },
    log,
  });
  const events = () =>
    service.calls.map(({ input }) => {
      const entry = JSON.parse(JSON.stringify(input)).Entries[0];
      return { ...entry, Detail: JSON.parse(entry.Detail) };
    });
  return { service, announcer, log, events };
}

describe('the announcer on the bus', () => {
  it.each(OUTCOMES)('names the event of %s as table B does', async (outcome) => {
    const { service, announcer, events } = await withBus();
    await using _closing = service;
    await announcer.closed(closedRun({ outcome }));

    expect(events()).toMatchObject([
      { EventBusName: 'runs', Source: 'offpeak', DetailType: TABLE_B[outcome].event, Detail: { outcome } },
    ]);
  });

  it('says in the event what happened to which instance, with the sentence', async () => {
    const { service, announcer, events } = await withBus();
    await using _closing = service;
    await announcer.closed(closedRun());

    expect(events()[0].Detail).toEqual({
      deployment: 'main',
      runId: 'aaaabbbbcccc',
      account: 'prod',
      instance: 'cn-beijing/redis-cn0212gzmh2xs0001',
      rule: 'orders-home',
      mode: 'switch',
      trigger: { source: 'due', by: 'due', reason: 'every opening' },
      outcome: 'SUCCEEDED',
      reason: 'PROVEN',
      decision: { code: 'ROLES_MOVED', data: { provenAt: 1795545600000, settleMilliseconds: 30_000 } },
      sentence: 'The sentence of aaaabbbbcccc.',
      desired: 'yes',
      attributed: 'yes',
      held: false,
      closedAt: '2026-11-24T18:40:00.000Z',
    });
  });

  it('tells of a hold that was settled, beside the outcome that stays', async () => {
    const { service, announcer, events } = await withBus();
    await using _closing = service;
    const decision = { code: 'ACKNOWLEDGED_BY', data: { by: 'ann', reason: 'seen' } };
    await announcer.settled(
      unknownRun({ settled: { as: 'ACKNOWLEDGED', at: 1_795_545_660_000, decision, announced: false } }),
    );

    expect(events()).toMatchObject([
      {
        DetailType: 'Settled',
        Detail: {
          outcome: 'UNKNOWN',
          settled: { as: 'ACKNOWLEDGED', at: '2026-11-24T18:41:00.000Z', decision },
        },
      },
    ]);
  });

  it('says that a message is due, on the bus and in the log', async () => {
    const { service, announcer, events, log } = await withBus();
    await using _closing = service;
    await announcer.message(unknownRun());

    expect(events()).toMatchObject([
      { DetailType: 'MessageDue', Detail: { outcome: 'UNKNOWN', held: true } },
    ]);
    expect(log.lines).toMatchObject([
      { level: 'warn', runId: 'aaaabbbbcccc', what: 'The sentence of aaaabbbbcccc.', code: 'UNKNOWN' },
    ]);
  });

  it('throws when the bus took the request and refused the event, so that the outbox tries again', async () => {
    const refused = {
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }],
    };
    const { service, announcer } = await withBus({ result: refused });
    await using _closing = service;

    await expect(announcer.closed(closedRun())).rejects.toThrow(
      'PutEvents Succeeded of run aaaabbbbcccc → ThrottlingException slow',
    );
  });

  it('does not take an empty answer for a delivery', async () => {
    const { service, announcer } = await withBus({ result: {} });
    await using _closing = service;

    await expect(announcer.closed(closedRun())).rejects.toMatchObject({ name: 'EventRefused' });
  });

  it('puts an event where a waiting workflow was not reached, and no token in it', async () => {
    const { service, announcer } = await withBus();
    await using _closing = service;
    await announcer.unheard(closedRun());

    expect(JSON.stringify(service.calls)).toContain('"DetailType":"CallbackFailed"');
    expect(JSON.stringify(service.calls)).not.toContain('taskToken');
  });

  it('answers tokens as it is told to', async () => {
    const { service, announcer } = await withBus();
    await using _closing = service;

    expect(await announcer.answerToken('alive', closedRun())).toBe(true);
    expect(await announcer.answerToken('expired', closedRun())).toBe(false);
  });
});
