import { z } from 'zod';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { type ModelOptions, makeModel } from '../../shared/local-volcengine/model.ts';
import type { Reply } from '../../shared/local-volcengine/reply.ts';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import type { SeedInput } from '../../shared/local-volcengine/seed-schema.ts';
import { makeManualClock } from './manual-clock.ts';

export const START = Date.parse('2026-11-24T02:00:00+08:00');
export const REGION = 'cn-beijing';

/** The node ids of shard `shard` of `instance`. */
export const nodeOf = (instance: string, shard: number, node: number) =>
  `server-${instance}-${shard}-${node}`;

const SEED: SeedInput = {
  instances: [
    { id: 'solo', zones: ['a', 'b'] },
    { id: 'fleet', shards: 12, zones: ['a', 'b', 'c'] },
    { id: 'wide', shards: 60, zones: ['a', 'b'] },
    { id: 'single', class: 'Standalone', zones: ['a'] },
    { id: 'scaling', zones: ['a', 'b'], status: 'Scaling', statusUntil: START + 60_000 },
    { id: 'abroad', zones: ['a', 'b'], region: 'cn-shanghai' },
  ],
};

/** A model on a clock that the test sets, with what a test asks of it. */
export function practiceModel(seed: Partial<SeedInput> = {}, watch?: ModelOptions['watch']) {
  const clock = makeManualClock(START);
  let count = 0;
  const ids = () => {
    count += 1;
    return count.toString(16).toUpperCase().padStart(18, '0');
  };
  const options = { clock, ids, seed: seedFrom({ ...SEED, ...seed }) };
  const model = makeModel(watch === undefined ? options : { ...options, watch });
  const caller = () => ({ accessKeyId: 'AKLTPRACTICE', region: REGION, signedAt: clock.now() });
  const call = (action: string, body: unknown) => model.call(action, body, caller());
  const switchOver = (instance: string, nodeIds: readonly string[], token?: string) =>
    call('SwitchOver', {
      InstanceId: instance,
      TargetPrimaryNodeIds: nodeIds,
      ...(token === undefined ? {} : { ClientToken: token }),
    });
  return {
    clock,
    model,
    call,
    caller,
    switchOver,
    arm: (fault: FaultInput) => model.arm(fault),
    statusOf: (instance: string) =>
      detailSchema.parse(resultOf(call('DescribeDBInstanceDetail', { InstanceId: instance }))).Status,
    primariesOf: (instance: string) =>
      primariesIn(resultOf(call('DescribeDBInstanceShards', firstPage(instance)))),
  };
}

/** The body that asks for the first hundred shards. */
export const firstPage = (instance: string) => ({ InstanceId: instance, PageNumber: 1, PageSize: 100 });

/** `accepted`, the code of the refusal, or how the answer went missing. */
export function said(reply: Reply): string {
  if (!('answer' in reply)) return reply.delivery;
  return reply.answer.envelope.ResponseMetadata.Error?.Code ?? 'accepted';
}

export function resultOf(reply: Reply): unknown {
  return 'answer' in reply ? reply.answer.envelope.Result : undefined;
}

const detailSchema = z.object({ Status: z.string() });

const shardsSchema = z.object({
  InstanceShards: z.array(
    z.object({ ServerNodes: z.array(z.object({ NodeId: z.string(), CurrentRole: z.string() })) }),
  ),
});

/** The primaries of each shard of a DescribeDBInstanceShards result. */
export function primariesIn(result: unknown): readonly (readonly string[])[] {
  return shardsSchema
    .parse(result)
    .InstanceShards.map((shard) =>
      shard.ServerNodes.filter((node) => node.CurrentRole === 'PrimaryNode').map((node) => node.NodeId),
    );
}
