import { readdirSync, readFileSync } from 'node:fs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, jsonSchemaOf } from '../../docs/event-schemas.ts';
import { EVENTS_FOLDER, schemaFileOf } from '../../docs/generate-events.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { makeAwsAnnouncer } from '../../shared/runtime/aws-announcer.ts';
import { sentenceFor } from '../../shared/runtime/closed-run.ts';
import type { Announcer } from '../../shared/steps/ports.ts';
import { OUTCOMES } from '../../shared/switchover/codes.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { awsLoopback } from '../runtime/aws-loopback.ts';
import { closedRun, unknownRun } from '../runtime/closed-runs.ts';
import { makeRig } from '../steps/rig.ts';

/** The entry that the announcer really puts, as EventBridge hands it on. */
async function put(announce: (announcer: Announcer) => Promise<void>) {
  await using service = await awsLoopback(() => ({ result: { FailedEntryCount: 0, Entries: [{}] } }));
  const announcer = makeAwsAnnouncer({
    client: new EventBridgeClient(service.client),
    bus: 'bus',
    deployment: 'main',
    sentenceOf: sentenceFor({ language: 'en', zone: 'Asia/Shanghai' }),
    tokens: { answerToken: async () => true, refuseToken: async () => true },
    log: { info: () => undefined, warn: () => undefined },
  });
  await announce(announcer);
  const [entry] = Object(service.calls[0]?.input).Entries;
  return { source: entry.Source, 'detail-type': entry.DetailType, detail: JSON.parse(entry.Detail) };
}

function expectKnown(event: Awaited<ReturnType<typeof put>>): void {
  const kind = EVENT_KINDS[event['detail-type']];
  expect(kind?.schema.safeParse(event).error?.issues ?? (kind === undefined ? 'unknown' : [])).toEqual([]);
}

describe('an event that is really put is what its schema says', () => {
  it.each(OUTCOMES)('a run that closed as %s', async (outcome) => {
    expectKnown(await put((announcer) => announcer.closed(closedRun({ outcome }))));
  });

  it.each(['PARTIAL', 'FAILED', 'UNKNOWN'] as const)('a person is needed: %s', async (outcome) => {
    expectKnown(await put((announcer) => announcer.message(unknownRun({ outcome }))));
  });

  it('a hold that was settled', async () => {
    const { code, data } = decide('RULE_SAYS_NEVER', { rule: 'r', sentence: 's' });
    const settled = {
      as: 'SWITCHED',
      at: Date.UTC(2026, 10, 25),
      decision: { code, data },
      announced: false,
    };

    expectKnown(
      await put((announcer) => announcer.settled(unknownRun({ settled: settled as Run['settled'] }))),
    );
  });

  it('a workflow that no longer waited', async () => {
    expectKnown(await put((announcer) => announcer.unheard(closedRun({ outcome: 'SKIPPED' }))));
  });

  it('of runs of the workflow itself: proven, skipped, without a rule of its own', async () => {
    const rig = await makeRig();
    const proven = await rig.ran();
    await rig.stop('everything');
    const { runId } = { runId: await rig.accepted({ key: 'k2', when: 'window' }) };
    await rig.cancel(runId);

    for (const run of [proven, await rig.run(runId)])
      expectKnown(await put((announcer) => announcer.closed(run)));
  });
});

describe('docs/events', () => {
  it('has the schema of each kind, as it is (node docs/generate-events.ts), and no other', () => {
    const files = readdirSync(EVENTS_FOLDER).sort();

    expect(files).toEqual(
      Object.keys(EVENT_KINDS)
        .map((kind) => `${kind}.schema.json`)
        .sort(),
    );
    for (const [detailType, kind] of Object.entries(EVENT_KINDS))
      expect(JSON.parse(readFileSync(schemaFileOf(detailType), 'utf8'))).toEqual(
        JSON.parse(JSON.stringify(jsonSchemaOf(kind))),
      );
  });

  it('refuses what no event has', async () => {
    const event = await put((announcer) => announcer.closed(closedRun()));
    const { schema } = EVENT_KINDS.Succeeded ?? { schema: undefined };

    expect(schema?.safeParse({ ...event, detail: { ...event.detail, taskToken: 'x' } }).success).toBe(false);
    expect(schema?.safeParse({ ...event, detail: { ...event.detail, outcome: 'FAILED' } }).success).toBe(
      false,
    );
    expect(schema?.safeParse({ ...event, source: 'aws.states' }).success).toBe(false);
  });
});
