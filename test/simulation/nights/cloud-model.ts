import * as z from 'zod/mini';
import { type Model, makeModel } from '../../../shared/local-volcengine/model.ts';
import type { Reply } from '../../../shared/local-volcengine/reply.ts';
import { seedFrom } from '../../../shared/local-volcengine/seed.ts';
import type { Seed } from '../../../shared/local-volcengine/seed-schema.ts';
import type { Answers } from '../../../shared/runtime/simulation/process-redis.ts';
import type { StillAnswers } from '../../../shared/runtime/simulation/still-reads.ts';
import type { Timeline } from '../../../shared/runtime/simulation/timeline.ts';
import { Credentials } from '../../../shared/volcengine/credentials.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** The vendor of a world: the endpoint's own model at the true time, and its insiders' view of it. */
export interface CloudModel {
  readonly model: Model;
  readonly seed: Seed;
  /** What Offpeak's processes sign with. */
  readonly credentials: Credentials;
  readonly answers: Answers;
  readonly still: StillAnswers;
  /** Somebody else, with credentials of their own, asks for a switchover of the first shard. */
  foreignSwitchOver(instanceId: string): void;
  /** Lets the time up to now pass, so that what was to happen late has happened. */
  passTime(): void;
}

const REGION = 'cn-beijing';
const OURS = 'AKLTSIMULATED';
const SIGNATURE = {
  honoured: { xExpires: 'honoured' },
  ignored: { xExpires: 'ignored' },
  none: { xExpires: 'ignored', life: '720h' },
} as const;
const ALL = { PageNumber: 1, PageSize: 100 };
const ZONES = ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-c'];

export function makeCloudModel(
  world: World,
  timeline: Timeline,
  witness: Witness,
  asksAlways = false,
): CloudModel {
  const still: StillAnswers = { changes: [], known: new Map(), asksAlways };
  let ids = 0;
  const seed = seedFrom({
    region: REGION,
    credentials: [{ accessKeyId: OURS, secretKey: CANARY }],
    operations: { tasks: world.tasks },
    timings: world.timings,
    tokens: { life: world.tokenLife },
    signature: SIGNATURE[world.expiry],
    instances: world.instances.map(({ id, shards, nodes, app }) => ({
      id,
      shards,
      zones: ZONES.slice(0, nodes),
      tags: { app },
    })),
  });
  const model = makeModel({
    clock: timeline,
    seed,
    ids: () => {
      ids += 1;
      return ids.toString(16).toUpperCase().padStart(8, '0');
    },
    watch: (entry) => {
      if (!('executed' in entry)) return;
      witness.executed(entry.executed);
      const { instanceId, at, nodeIds } = entry.executed;
      const { swapAfter, shardStagger } = world.timings;
      const places = shardStagger === 0 ? 1 : nodeIds.length;
      const first = entry.executed.effect === 'Failover' ? at : at + swapAfter;
      for (let place = 0; place < places; place += 1) void lookAt(first + place * shardStagger, instanceId);
    },
  });

  const caller = (accessKeyId: string) => ({ accessKeyId, region: REGION, signedAt: timeline.now() });
  const primariesOf = (instanceId: string): readonly string[] =>
    primariesIn(
      model.call('DescribeDBInstanceShards', { InstanceId: instanceId, ...ALL }, caller('INSIDER')),
    );
  async function lookAt(at: number, instanceId: string): Promise<void> {
    await timeline.sleepUntil(at);
    witness.stands(instanceId, { at, primaries: primariesOf(instanceId) });
  }
  for (const { id } of world.instances)
    witness.stands(id, { at: timeline.now(), primaries: primariesOf(id) });

  return {
    model: {
      ...model,
      arm(fault) {
        still.changes.push(timeline.now());
        model.arm(fault);
      },
    },
    seed,
    credentials: new Credentials({ accessKeyId: OURS, secretAccessKey: CANARY }),
    answers: new Map(),
    still,
    foreignSwitchOver(instanceId) {
      still.changes.push(timeline.now());
      const [primary = ''] = primariesOf(instanceId);
      const other = `server-${instanceId}-0-${primary.endsWith('-0') ? 1 : 0}`;
      model.call('SwitchOver', { InstanceId: instanceId, TargetPrimaryNodeId: other }, caller('SOMEBODY'));
    },
    passTime: () => void model.executed(),
  };
}

/** A secret that must be found nowhere. */
export const CANARY = 'canary-7f3e-must-be-found-nowhere';

const shardsSchema = z.object({
  InstanceShards: z.array(
    z.object({ ServerNodes: z.array(z.object({ NodeId: z.string(), CurrentRole: z.string() })) }),
  ),
});

function primariesIn(reply: Reply): readonly string[] {
  if (!('answer' in reply)) return [];
  const { InstanceShards: shards } = shardsSchema.parse(reply.answer.envelope.Result);
  return shards.map(
    ({ ServerNodes: nodes }) => nodes.find((node) => node.CurrentRole === 'PrimaryNode')?.NodeId ?? '',
  );
}
