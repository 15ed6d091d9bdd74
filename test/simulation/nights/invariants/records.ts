import * as z from 'zod/mini';
import { brokenAt } from '../../../../shared/protocol/audit.ts';
import { runIdOfOccurrence, runIdOfRequest } from '../../../../shared/protocol/identity.ts';
import { STALEST } from '../../../../shared/runtime/simulation/process-redis.ts';
import { SECOND } from '../../../../shared/time/clock.ts';
import { CANARY } from '../cloud-model.ts';
import { isDone, isOfTonight } from '../open-runs.ts';
import type { RunStory, Seen } from '../seen.ts';
import { runIdOfToken } from '../tokens.ts';
import type { Standing } from '../witness.ts';
import type { Invariant } from './invariant.ts';

const startedSchema = z.object({ started: z.literal(true), run: z.object({ runId: z.string() }) });

const NOTHING_SENT = new Set(['SKIPPED', 'NOTHING_TO_DO', 'OBSERVED', 'CANCELLED']);

export const RECORDS: readonly Invariant[] = [
  {
    name: 'I7',
    sentence:
      "The same key is the same run: every run is an occurrence of the plan or the one run of a caller's key.",
    check({ simulation: { world }, stories, deeds }, expect) {
      const known = new Set(
        world.instances.map(({ id }) =>
          runIdOfOccurrence('simulated', { region: 'cn-beijing', instanceId: id }, '2026-11-24'),
        ),
      );
      for (const act of world.acts) if ('key' in act) known.add(runIdOfRequest('simulated', act.key));
      for (const { run } of stories)
        expect(known.has(run.runId) || !isOfTonight(run), () => `run ${run.runId} is neither`);
      for (const { act, answer } of deeds) {
        const started = act.act === 'request' ? startedSchema.safeParse(answer) : undefined;
        if (act.act !== 'request' || !started?.success) continue;
        const same = started.data.run.runId === runIdOfRequest('simulated', act.key);
        expect(same, () => `key ${act.key} was answered with run ${started.data.run.runId}`);
      }
    },
  },
  {
    name: 'I8',
    sentence:
      'Once nothing goes wrong any more, every accepted run reaches its outcome, is announced, and an UNKNOWN is settled unless the roles are truly mixed.',
    check({ stories, simulation }, expect) {
      for (const story of stories.filter(({ run }) => isOfTonight(run))) {
        const { run } = story;
        expect(
          isDone(run) || (run.outcome === 'UNKNOWN' && areMixed(story, simulation)),
          () =>
            `run ${run.runId} is still ${run.phase} ${run.outcome ?? ''} ${run.reason ?? ''} (announced ${run.announcedAt !== undefined}, settled ${run.settled?.as})`,
        );
        expect(
          run.phase !== 'CLOSED' ||
            simulation.told.some((told) => told.what === 'closed' && told.runId === run.runId),
          () => `nobody was told of ${run.runId}`,
        );
      }
    },
  },
  {
    name: 'I9',
    sentence: 'An outcome is written once and never replaced, and so is a settling.',
    check({ stories }, expect) {
      for (const { run, versions } of stories) {
        const outcomes = new Set(versions.flatMap((version) => version.run.outcome ?? []));
        const settlings = new Set(
          versions.flatMap((version) =>
            version.run.settled === undefined ? [] : `${version.run.settled.as} ${version.run.settled.at}`,
          ),
        );
        expect(
          outcomes.size <= 1 && settlings.size <= 1,
          () => `run ${run.runId} became ${[...outcomes, ...settlings].join(', then ')}`,
        );
        const reopened = versions.some(
          ({ run: later }, place) => versions[place - 1]?.run.phase === 'CLOSED' && later.phase !== 'CLOSED',
        );
        expect(!reopened, () => `run ${run.runId} was open again after its close`);
      }
    },
  },
  {
    name: 'I10',
    sentence:
      'SUCCEEDED means that every target was primary when it was last seen; attributed, that the endpoint executed or accepted a call of ours.',
    check(seen, expect) {
      for (const story of seen.stories) {
        const { run } = story;
        if (run.outcome === 'SUCCEEDED')
          expect(
            wereOnTarget(story, seen),
            () => `run ${run.runId} SUCCEEDED, but its targets were not primary`,
          );
        if (run.attributed !== 'yes') continue;
        const { effects, arrivals } = seen.simulation.witness;
        const executed =
          effects.some((effect) => runIdOfToken(effect.clientToken) === run.runId) ||
          arrivals.some((one) => one.runId === run.runId && one.fault === 'accept-without-executing');
        expect(
          executed,
          () =>
            `run ${run.runId} says that it was us, but the endpoint neither executed nor accepted a call of it`,
        );
      }
    },
  },
  {
    name: 'I10b',
    sentence: 'No outcome is false: a run that says that it sent nothing, or was refused, had no effect.',
    check({ simulation: { witness }, stories }, expect) {
      const acted = new Set(witness.effects.map((effect) => runIdOfToken(effect.clientToken)));
      for (const { run } of stories) {
        const says =
          NOTHING_SENT.has(run.outcome ?? '') || run.reason === 'REFUSED' || run.reason === 'THROTTLED';
        if (says && run.outcome !== 'PARTIAL')
          expect(
            !acted.has(run.runId),
            () => `run ${run.runId} is ${run.outcome} ${run.reason}, but it switched something`,
          );
      }
    },
  },
  {
    name: 'I12',
    sentence: 'Throttling and missed minutes lose nothing: every occurrence of the night has its record.',
    check({ simulation: { world, witness }, story }, expect) {
      if (witness.history('plan').length > 1) return;
      for (const { id, standing } of world.instances) {
        if (standing !== 'switched' && standing !== 'observed') continue;
        const runId = runIdOfOccurrence('simulated', { region: 'cn-beijing', instanceId: id }, '2026-11-24');
        expect(story.has(runId), () => `the occurrence of ${id} left no record`);
      }
    },
  },
  {
    name: 'I14',
    sentence:
      'The audit is gap-free and chained, and every send has an event that was there before its bytes arrived.',
    check({ simulation: { witness }, stories, story }, expect) {
      for (const { run, events } of stories) {
        const broken = brokenAt(run.runId, events, run.link);
        expect(
          broken === undefined || events.length + run.events === 0,
          () => `the audit of ${run.runId} breaks at ${broken}`,
        );
      }
      for (const arrival of witness.arrivals) {
        const events = story.get(arrival.runId)?.events ?? [];
        const intended = events.some(
          (event) => event.kind === 'SENDING' && event.detail.batch === arrival.batch,
        );
        expect(intended, () => `${arrival.token} arrived without an event that announced it`);
      }
    },
  },
  {
    name: 'I17',
    sentence: 'No secret and no signature is found in a log line, a record or a history.',
    check({ simulation: { lines, trace, witness }, histories }, expect) {
      const text = [...lines, ...trace(), witness.everything(), histories].join('\n');
      expect(
        !text.includes(CANARY) && !/Signature=[0-9a-f]{8}/.test(text),
        () => 'the secret or a signature was logged',
      );
    },
  },
  {
    name: 'I21',
    sentence: 'A cancelled run never sent anything.',
    check({ simulation: { witness }, stories }, expect) {
      for (const { run } of stories.filter(({ run }) => run.outcome === 'CANCELLED')) {
        expect(
          !witness.arrivals.some((arrival) => arrival.runId === run.runId),
          () => `run ${run.runId} was cancelled and sent`,
        );
      }
    },
  },
  {
    name: 'I21b',
    sentence: 'No bytes leave of a run that had gone on without its sender when that last looked at it.',
    check({ simulation: { witness }, story }, expect) {
      for (const arrival of witness.arrivals) {
        const versions = story.get(arrival.runId)?.versions ?? [];
        const found = versions.findLast(({ at }) => at <= arrival.lookedAt)?.run;
        expect(
          found?.phase === 'SENDING' && found.lastBatch === arrival.batch,
          () => `${arrival.token} left although its run was ${found?.phase} by then`,
        );
      }
    },
  },
  {
    name: 'I0',
    sentence: 'Nothing fails in a way that no design allows for.',
    check({ simulation: { surprises, platform } }, expect) {
      const failed = [...surprises, ...platform.broken];
      expect(failed.length === 0, () => failed.join('; '));
    },
  },
];

/** The run says when it last looked, by its own clock; the truth may be as far off as clocks are, a read takes a moment, and may be stale. */
const AROUND = 3 * SECOND;

function wereOnTarget({ run, pins }: RunStory, { simulation }: Seen): boolean {
  const provenAt = Number(run.decision?.data.provenAt);
  const standings = simulation.witness.standings.get(run.instance.slice(run.instance.indexOf('/') + 1)) ?? [];
  const around = standings.filter(({ at }, place) => {
    const until = standings[place + 1]?.at ?? Number.POSITIVE_INFINITY;
    return at <= provenAt + AROUND && until >= provenAt - AROUND - STALEST;
  });
  return around.some((standing) =>
    allPrimary(
      pins.flatMap((batch) => batch.pins.map((pin) => pin.target)),
      standing,
    ),
  );
}

const allPrimary = (targets: readonly string[], { primaries }: Standing): boolean =>
  targets.every((target) => primaries.includes(target));

/** Some targets are primary and some are not, and nobody can say by whose doing. */
function areMixed({ run, pins }: RunStory, { witness }: Seen['simulation']): boolean {
  const standings = witness.standings.get(run.instance.slice(run.instance.indexOf('/') + 1)) ?? [];
  const primaries = standings.at(-1)?.primaries ?? [];
  const there = pins.flatMap((batch) => batch.pins).map(({ target }) => primaries.includes(target));
  return there.includes(true) && there.includes(false);
}
