import type { Mutant } from '../nights/simulation.ts';
import { everything, isEvent, movesTo, rereading, rewriting, setBy, unguarded } from './seams.ts';

/** Guards of what is written about a run: outcomes, audit, outbox. */
export const RECORD_MUTANTS: readonly Mutant[] = [
  {
    name: 'unknown-is-success',
    removes: 'ambiguity never becomes success',
    alter: rewriting((write) =>
      'update' in write && setBy(write).outcome === 'UNKNOWN'
        ? { ...write, set: { ...write.set, outcome: 'SUCCEEDED', reason: 'PROVEN' } }
        : write,
    ),
  },
  {
    name: 'always-attributed',
    removes: 'attributed needs an accepted call or a task of ours',
    alter: rewriting((write) =>
      'update' in write && 'outcome' in setBy(write)
        ? {
            ...write,
            set: { ...write.set, attributed: 'yes' },
            remove: (write.remove ?? []).filter((name) => name !== 'attributed'),
          }
        : write,
    ),
  },
  {
    name: 'outcomes-are-replaced',
    removes: 'a closed run is never closed again',
    alter: (ports) =>
      rereading(
        ({ sort }) => sort === 'run',
        (run) => (run.phase === 'CLOSED' && run.settled === undefined ? { ...run, phase: 'OBSERVING' } : run),
      )(rewriting((write) => (movesTo('CLOSED')(write) ? unguarded(write, everything) : write))(ports)),
  },
  {
    name: 'cancel-while-sending',
    removes: 'a run that has claimed a send cannot be cancelled',
    alter: (ports, { process }) =>
      process.name.startsWith('caller')
        ? rereading(
            ({ sort }) => sort.startsWith('send#'),
            () => undefined,
          )(ports)
        : ports,
  },
  {
    name: 'no-audit',
    removes: 'each send is announced by an event',
    alter: rewriting((write) => (isEvent(write) ? undefined : write)),
  },
  {
    name: 'nobody-is-told',
    removes: 'a close is announced, and settle finishes what was not',
    alter: (ports) => ({ ...ports, announcer: { ...ports.announcer, closed: async () => undefined } }),
  },
  {
    name: 'bad-outcomes-stop-nothing',
    removes: 'as many bad outcomes as stopAfter says stop the account',
    alter: rewriting((write) =>
      'put' in write && write.put.sort.startsWith('stop#') && setBy(write).by !== 'somebody'
        ? undefined
        : write,
    ),
  },
  {
    name: 'nobody-settles',
    removes: 'settle closes what its execution no longer closes',
    alter: (ports, { process }) =>
      process.name.startsWith('settle')
        ? { ...ports, store: { ...ports.store, find: async () => ({ keys: [] }) } }
        : ports,
  },
  {
    name: 'the-signature-is-logged',
    removes: 'no signature is logged',
    alter: (ports) => ({
      ...ports,
      redis: (account) => {
        const redis = ports.redis(account);
        return {
          ...redis,
          async sendSwitchOver(prepared) {
            ports.log.info({ what: 'sending', data: { headers: { ...prepared.headers } } });
            return await redis.sendSwitchOver(prepared);
          },
        };
      },
    }),
  },
];
