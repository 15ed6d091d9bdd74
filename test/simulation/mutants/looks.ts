import type { Instant } from '../../../shared/time/clock.ts';
import { HOUR } from '../../../shared/time/clock.ts';
import type { Mutant } from '../nights/simulation.ts';
import { calling, movesTo, rereading, rewriting } from './seams.ts';

const DAY_LATER = 24 * HOUR;

/** Guards of gates, last look, and of what is believed of the roles. */
export const LOOK_MUTANTS: readonly Mutant[] = [
  {
    name: 'stops-are-not-read',
    removes: 'a stop halts what is not sent yet',
    alter: rereading(
      ({ sort }) => sort.startsWith('stop#'),
      () => undefined,
    ),
  },
  {
    name: 'freezes-are-not-read',
    removes: 'a freeze halts what is not sent yet',
    alter: rereading(
      ({ partition, sort }) => partition === 'control' && sort === 'plan',
      (plan) => ({ ...plan, freezes: [] }),
    ),
  },
  {
    name: 'the-window-closes-two-hours-late',
    removes: 'the window that the plan says, at its end',
    alter: replanned('"close":"02:40"', '"close":"04:40"'),
  },
  {
    name: 'the-window-opens-an-hour-early',
    removes: 'the window that the plan says, at its beginning',
    alter: replanned('"open":"02:00"', '"open":"01:00"'),
  },
  {
    name: 'no-cutoff-and-no-room',
    removes: 'a send needs room for its signature before the close',
    alter: rereading(
      ({ sort }) => sort === 'run',
      (run) => ({ ...run, opening: { ...Object(run.opening), closesAt: NIGHT_END, cutoffAt: NIGHT_END } }),
    ),
  },
  {
    name: 'running-is-enough',
    removes: 'success needs the roles, not the status',
    alter: believing(),
  },
  {
    name: 'a-batch-on-faith',
    removes: 'only PollStatus verifies a batch, by two looks',
    alter: rewriting((write) => {
      if (!movesTo('OBSERVING')(write) || !('update' in write)) return write;
      return { ...write, set: { ...write.set, verified: 1 } };
    }),
  },
  {
    name: 'settle-is-an-hour-early',
    removes: 'settle waits until no effect can land',
    alter: (ports, { process }) =>
      process.name.startsWith('settle')
        ? { ...ports, clock: { ...ports.clock, now: () => ports.clock.now() + HOUR } }
        : ports,
  },
  {
    name: 'observed-accounts-switch',
    removes: 'an account in observe mode sends nothing',
    alter: rereading(
      ({ sort }) => sort === 'plan' || sort.startsWith('plan#') || sort === 'run',
      (item) => ({
        ...item,
        ...('switching' in item && { switching: ['prod', 'lab'] }),
        ...('text' in item && { text: String(item.text).replaceAll('"observe"', '"switch"') }),
        ...('mode' in item && { mode: 'switch' }),
      }),
    ),
  },
];

const NIGHT_END: Instant = Date.parse('2026-11-23T18:00:00Z') + DAY_LATER;

function replanned(says: string, meant: string) {
  return rereading(
    ({ sort }) => sort.startsWith('plan#'),
    (version) => ({ ...version, text: String(version.text).replace(says, meant) }),
  );
}

/** Once something was sent, an instance that says Running is taken to have its targets as primaries. */
function believing() {
  const sent = new Map<string, readonly string[]>();
  return calling((redis) => ({
    async sendSwitchOver(prepared) {
      const targets: unknown = JSON.parse(prepared.body).TargetPrimaryNodeIds;
      if (Array.isArray(targets))
        sent.set(prepared.instanceId, [...(sent.get(prepared.instanceId) ?? []), ...targets.map(String)]);
      return await redis.sendSwitchOver(prepared);
    },
    async describeShards(instanceId) {
      const shards = await redis.describeShards(instanceId);
      const targets = sent.get(instanceId) ?? [];
      return shards.map((shard) =>
        shard.nodes.some(({ nodeId }) => targets.includes(nodeId))
          ? {
              ...shard,
              nodes: shard.nodes.map((node) => ({
                ...node,
                role: targets.includes(node.nodeId) ? 'PrimaryNode' : 'SecondaryNode',
              })),
            }
          : shard,
      );
    },
  }));
}
