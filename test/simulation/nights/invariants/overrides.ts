import { isDeepStrictEqual } from 'node:util';
import { runIdOfRequest } from '../../../../shared/protocol/identity.ts';
import type { Invariant } from './invariant.ts';

/** What else an override may do, the laws of time and effects say: they judge such a run by what was set aside for it. */
export const OVERRIDES: readonly Invariant[] = [
  {
    name: 'I23',
    sentence:
      'An override belongs to the one run that it was asked for, and stands in the event of its claim as it was asked.',
    check({ simulation: { world }, stories }, expect) {
      const asked = new Map(
        world.acts.flatMap((act) =>
          act.act === 'override' ? [[runIdOfRequest('simulated', act.key), act] as const] : [],
        ),
      );
      for (const { run, versions, events } of stories) {
        const act = asked.get(run.runId);
        const given = new Set(versions.map((version) => version.run.override?.gate));
        expect(
          given.size === 1 && given.has(act?.gate),
          () => `run ${run.runId} has the override ${[...given]}, and ${act?.gate} was asked for`,
        );
        if (act === undefined) continue;
        const claim = events.find(({ kind }) => kind === 'CLAIMED');
        expect(
          claim === undefined || isDeepStrictEqual(claim.detail.override, run.override),
          () => `the claim of ${run.runId} does not tell of its override`,
        );
      }
    },
  },
];
