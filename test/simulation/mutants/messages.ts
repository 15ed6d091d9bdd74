import type { Write } from '../../../shared/store/store.ts';
import type { Mutant } from '../nights/simulation.ts';
import { everything, isMessage, isRun, movesTo, rewriting, setBy, unguarded } from './seams.ts';

/** Guards of what people are told. */
export const MESSAGE_MUTANTS: readonly Mutant[] = [
  {
    name: 'a-close-leaves-the-outbox',
    removes: 'what is to be told is written with the outcome: the run is in the outbox from its close',
    alter: rewriting((write) => (movesTo('CLOSED')(write) ? unlisted(write) : write)),
  },
  {
    name: 'delivered-before-it-is-sent',
    removes: 'a delivery is recorded after the channel has taken it',
    alter: rewriting((write) =>
      'update' in write && isMessage(write) && 'attempts' in setBy(write)
        ? { ...write, set: { ...write.set, deliveredAt: Number(setBy(write).nextAt) } }
        : write,
    ),
  },
  {
    name: 'a-failed-try-is-the-last',
    removes: 'a message that did not arrive is tried again',
    alter: rewriting((write) =>
      'update' in write && isMessage(write) && 'code' in setBy(write)
        ? { ...write, set: { ...write.set, failedAt: Number(setBy(write).nextAt) } }
        : write,
    ),
  },
  {
    name: 'announced-is-out-of-the-outbox',
    removes: 'a message that did not arrive keeps its run in the outbox',
    alter: rewriting((write) => (isRun(write) && 'announcedAt' in setBy(write) ? unlisted(write) : write)),
  },
  {
    name: 'everybody-tells',
    removes: 'of two that tell the same, one claims the try',
    alter: rewriting((write) =>
      isMessage(write) && 'attempts' in setBy(write) ? unguarded(write, everything) : write,
    ),
  },
  {
    name: 'a-wait-is-not-kept',
    removes: 'a channel is left alone for as long as it asked',
    alter: (ports) => ({
      ...ports,
      messenger: {
        ...ports.messenger,
        channel(entry, named) {
          const channel = ports.messenger.channel(entry, named);
          return {
            ...channel,
            async send(message) {
              const delivery = await channel.send(message);
              return delivery.delivered ? delivery : { ...delivery, retryAfterSeconds: 0 };
            },
          };
        },
      },
    }),
  },
];

/** The write, and its run is in no outbox after it. */
function unlisted(write: Write): Write {
  if (!('update' in write)) return write;
  const { attention: _listed, attentionAt: _from, ...set } = setBy(write);
  return { ...write, set, remove: [...new Set([...(write.remove ?? []), 'attention', 'attentionAt'])] };
}
