import type { Mutant } from '../nights/simulation.ts';
import { about, everything, isRun, isSlot, rereading, rewriting, takesLease, unguarded } from './seams.ts';

/** Guards of the claim: lease, slots, cool-down, identity. */
export const CLAIM_MUTANTS: readonly Mutant[] = [
  {
    name: 'lease-for-everybody',
    removes: 'the claim asks nothing of the lease',
    alter: (ports) =>
      lookedFree(rewriting((write) => (takesLease(write) ? unguarded(write, everything) : write))(ports)),
  },
  {
    name: 'hold-frees-nothing',
    removes: 'a held lease cannot be taken',
    alter: (ports) =>
      rereading(
        ({ partition }) => partition.startsWith('lease#'),
        ({ hold: _, ...rest }) => rest,
      )(rewriting((write) => (takesLease(write) ? unguarded(write, about('hold')) : write))(ports)),
  },
  {
    name: 'no-slots',
    removes: 'limits are numbers of slots',
    alter: (ports) =>
      rereading(
        ({ partition }) => partition.startsWith('slot#'),
        () => undefined,
      )(rewriting((write) => (isSlot(write) ? undefined : write))(ports)),
  },
  {
    name: 'slots-are-never-given-back',
    removes: 'the close gives the slots back',
    alter: rewriting((write) => (isSlot(write) && 'delete' in write ? undefined : write)),
  },
  {
    name: 'no-cooldown',
    removes: 'the cool-down after a claimed send',
    alter: rereading(
      ({ partition }) => partition.startsWith('lease#'),
      ({ lastClaimedSendAt: _, lastRoleChangeSeenAt: __, ...rest }) => rest,
    ),
  },
  {
    name: 'a-run-for-each-delivery',
    removes: 'the same key is the same run',
    alter(ports) {
      const unlike = ports.unique();
      const altered = (partition: string) => partition.replace(/^run#(.+)$/, `run#$1${unlike}`);
      return {
        ...ports,
        store: {
          ...ports.store,
          transact: (writes) =>
            ports.store.transact(
              writes.map((write) =>
                isRun(write) && 'put' in write
                  ? {
                      ...write,
                      put: { ...write.put, partition: altered(write.put.partition) },
                      attributes: { ...write.attributes, runId: altered(write.put.partition).slice(4) },
                    }
                  : write,
              ),
            ),
        },
      };
    },
  },
  {
    name: 'watermark-always-moves',
    removes: 'what is not yet due to start keeps the watermark',
    alter: (ports) =>
      rewriting((write) =>
        'put' in write && write.put.sort === 'watermark'
          ? { ...write, attributes: { at: ports.clock.now() } }
          : write,
      )(ports),
  },
];

const lookedFree = rereading(
  ({ partition }) => partition.startsWith('lease#'),
  ({ owner: _, hold: __, leaseExpiresAt: ___, ...rest }) => rest,
);
