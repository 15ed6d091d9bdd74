import fc from 'fast-check';
import { ReadFailed } from '../../shared/volcengine/errors.ts';
import type { Redis, Shard } from '../../shared/volcengine/redis.ts';
import { FLEET, makeRig, SOLO } from '../steps/rig.ts';
import { type Boundary, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';

const BENDS = [
  'as it is',
  'two primaries',
  'no primary',
  'a shard less',
  'a shard more',
  'gone',
  'a status that nobody knows',
  'a task of somebody else',
  'unreadable',
] as const;
type Bend = (typeof BENDS)[number];

interface Night {
  readonly instance: string;
  /** What happens to the first reads, in turn; the rest are as they are, or the last bend goes on for ever. */
  readonly bends: readonly Bend[];
  readonly forEver: boolean;
}

const inputs: fc.Arbitrary<Night> = fc.record({
  instance: fc.constantFrom(SOLO, FLEET),
  bends: fc.array(fc.constantFrom(...BENDS), { minLength: 1, maxLength: 10 }),
  forEver: fc.boolean(),
});

/** Whole runs whose vendor contradicts itself: at most one effect a batch, and no success that the endpoint does not know of. */
export const ANSWERS_DURING_A_RUN: Boundary<Night> = {
  name: 'answers in a run',
  share: 0.05,
  inputs,
  always: BENDS.map((bend) => [
    bend,
    { instance: SOLO, bends: ['as it is', 'as it is', bend], forEver: true },
  ]),
  async open() {
    return {
      async play(night) {
        const rig = await makeRig({
          seed: { credentials: [{ accessKeyId: 'AKLTTEST', secretKey: CANARIES.secretAccessKey }] },
          over: (ports) => {
            const bent = bending(
              ports.redis({
                name: 'prod',
                provider: 'volcengine',
                region: 'cn-beijing',
                credentials: 'prod',
                mode: 'switch',
              }),
              night,
            );
            return { ...ports, redis: () => bent };
          },
        });
        const runId = await rig.accepted({ instance: night.instance });
        const ended = await rig.ended(runId);
        const run = await rig.run(runId);
        const most = run.batches ?? 0;
        const claims = run.outcome === 'SUCCEEDED' || run.attributed === 'yes';
        return verdict(run.outcome === 'SUCCEEDED' ? 'accepted' : 'refused', [
          ['no crash', rig.faults.length > 0 ? rig.faults.map(String).join() : undefined],
          [
            'no crash',
            run.phase === 'CLOSED'
              ? undefined
              : `the execution ended ${ended.status}, the run is ${run.phase}`,
          ],
          [
            'no call for an invalid input',
            rig.executed() > most ? `executed ${rig.executed()} times` : undefined,
          ],
          [
            'no call for an invalid input',
            claims && rig.executed() === 0 ? 'SUCCEEDED, and nothing was executed' : undefined,
          ],
          ['no canary', canariesIn(run, ended, rig.lines, rig.told, await rig.engine.history(runId))[0]],
        ]);
      },
      close: async () => undefined,
    };
  },
};

function bending(redis: Redis, { bends, forEver }: Night): Redis {
  let reads = 0;
  const next = (): Bend => {
    reads += 1;
    return bends[reads - 1] ?? (forEver ? bends.at(-1) : undefined) ?? 'as it is';
  };
  const readable = (bend: Bend, on: string): void => {
    if (bend === 'unreadable')
      throw new ReadFailed('Describe', on, { code: 'Timeout', message: 'no answer' });
  };
  return {
    ...redis,
    async describeInstance(instanceId) {
      const bend = next();
      readable(bend, instanceId);
      const seen = await redis.describeInstance(instanceId);
      if (bend === 'gone' || seen === undefined) return undefined;
      return bend === 'a status that nobody knows' ? { ...seen, status: 'Brand-New' } : seen;
    },
    async describeShards(instanceId) {
      const bend = next();
      readable(bend, instanceId);
      return bentShards(await redis.describeShards(instanceId), bend);
    },
    async listTasks(instanceId, since) {
      const bend = next();
      readable(bend, instanceId);
      const seen = await redis.listTasks(instanceId, since);
      if (bend !== 'a task of somebody else') return seen;
      return [
        ...(seen ?? []),
        {
          taskId: 't',
          name: 'SwitchOver',
          action: 'SwitchOver',
          status: 'Success',
          parameters: '{}',
          createdAt: since,
        },
      ];
    },
  };
}

function bentShards(shards: readonly Shard[], bend: Bend): readonly Shard[] {
  const withRole = (role: string) =>
    shards.map((shard) => ({ ...shard, nodes: shard.nodes.map((node) => ({ ...node, role })) }));
  if (bend === 'two primaries') return withRole('PrimaryNode');
  if (bend === 'no primary') return withRole('SecondaryNode');
  if (bend === 'gone' || bend === 'a shard less') return shards.slice(1);
  const [first] = shards;
  return bend === 'a shard more' && first ? [...shards, { ...first, shardId: 'new' }] : shards;
}
