import type { Attributes } from '../../../shared/store/store.ts';
import type { Mutant } from '../nights/simulation.ts';
import { isRun, rereading, rewriting } from './seams.ts';

/** Guards of what a person sets aside: one gate, for one run, as far as they could know. */
export const OVERRIDE_MUTANTS: readonly Mutant[] = [
  {
    name: 'an-override-is-for-every-run',
    removes: 'an override belongs to the run that it was asked for',
    alter: (ports) => {
      let override: Attributes[string] | undefined;
      return rewriting((write) => {
        if (!('put' in write) || !isRun(write)) return write;
        override = write.attributes.override ?? override ?? asideSince(ports.clock.now());
        return { ...write, attributes: { ...write.attributes, override } };
      })(ports);
    },
  },
  {
    name: 'an-override-lifts-stops',
    removes: 'no stop can be overridden',
    alter: (ports) => {
      let overridden = false;
      const watched = rereading(
        ({ sort }) => sort === 'run',
        (run) => {
          overridden = run.override !== undefined;
          return run;
        },
      )(ports);
      return rereading(
        ({ sort }) => overridden && sort.startsWith('stop#'),
        () => undefined,
      )(watched);
    },
  },
  {
    name: 'an-override-has-no-end',
    removes: 'an opening of its own lasts as long as was asked for',
    alter: rewriting((write) => {
      if (!('put' in write) || !isRun(write) || write.attributes.override === undefined) return write;
      const { opening } = write.attributes;
      if (typeof opening !== 'object' || opening === null || Array.isArray(opening)) return write;
      const endless = { ...opening, opensAt: 0, cutoffAt: NEVER, closesAt: NEVER };
      return { ...write, attributes: { ...write.attributes, opening: endless } };
    }),
  },
];

const NEVER = 8_640_000_000_000_000;

const asideSince = (at: number) => ({ gate: 'cooldown', by: 'nobody', reason: 'none', at });
