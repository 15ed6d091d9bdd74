import { accept } from '../../shared/protocol/accept.ts';
import { keys, runPartition } from '../../shared/protocol/keys.ts';
import { leaseLife } from '../../shared/protocol/lease.ts';
import { attributesOf } from '../../shared/protocol/record.ts';
import { instanceOf, type Run, readRun } from '../../shared/protocol/run.ts';
import { claimSend } from '../../shared/protocol/send.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { happening, LIFE, NOW, putRun } from '../protocol/runs.ts';
import {
  type Contest,
  claimUntilKnown,
  claimWrites,
  giveBack,
  insist,
  runsOf,
  type Told,
  tell,
} from './contenders.ts';
import { type Found, judgeClaims, judgeGivenBack, judgePlace } from './contest-judge.ts';

export interface Verdict {
  readonly told: readonly (Told | undefined)[];
  readonly found: readonly Found[];
}

/** All workers see one instance free, and claim it at once for runs of their own. */
async function oneLease(contest: Contest, remembered: boolean): Promise<Verdict> {
  const limits = { atOnce: 1, perNight: 1, stopAfter: 1 };
  const { direct, workers, arrived } = contest;
  const runs = runsOf(contest, 'one instance');
  await direct.transact([
    ...runs.map(putRun),
    ...runs.slice(0, 1).flatMap((run) => (remembered ? [leaseOwnedBy(run, { fence: 3 })] : [])),
  ]);
  const claims = await Promise.all(runs.map((run) => claimWrites(direct, run, limits)));
  const told = await Promise.all(workers.map(async (store, index) => await tell(store, claims[index] ?? [])));
  await arrived();
  return await judgeAndGiveBack(contest, runs, told, 1);
}

/** More runs than slots, each on an instance of its own; who loses a slot looks for another. */
async function fewSlots(contest: Contest): Promise<Verdict> {
  const limits = { atOnce: 3, perNight: 5, stopAfter: 1 };
  const { direct, workers, arrived } = contest;
  const runs = runsOf(contest, 'one each');
  await direct.transact(runs.map(putRun));
  const told = await Promise.all(
    workers.map(async (store, index) => {
      const run = runs[index];
      return run && (await claimUntilKnown(store, run, limits));
    }),
  );
  await arrived();
  return await judgeAndGiveBack(contest, runs, told, limits.atOnce);
}

/** The same, but each gives back at once, and who finds no slot waits: what was refused becomes possible again. */
async function slotsInTurn(contest: Contest): Promise<Verdict> {
  const limits = { atOnce: 3, perNight: 8, stopAfter: 1 };
  const { direct, workers, arrived } = contest;
  const runs = runsOf(contest, 'one each');
  await direct.transact(runs.map(putRun));
  const told = await Promise.all(
    workers.map(async (store, index) => {
      const run = runs[index];
      const last = run && (await claimUntilKnown(store, run, limits, 'wait'));
      await giveBack(store, run?.runId ?? '');
      return last;
    }),
  );
  await arrived();
  const had = told.flatMap((last, index): Found[] =>
    last === 'refused' ? [{ wrong: 'told refused, and has it', detail: `${runs[index]?.runId}` }] : [],
  );
  return { told, found: [...had, ...(await judgeGivenBack(direct, runs))] };
}

async function judgeAndGiveBack(
  { direct, workers, arrived }: Contest,
  runs: readonly Run[],
  told: Verdict['told'],
  places: number,
): Promise<Verdict> {
  const claimed = await judgeClaims(direct, runs, told, places);
  await Promise.all(
    workers.map(async (store, index) => {
      const runId = runs[index]?.runId ?? '';
      if ((await insist(() => openRun(store, runId))).run.phase === 'CLAIMED') await giveBack(store, runId);
    }),
  );
  await arrived();
  return { told, found: [...claimed, ...(await judgeGivenBack(direct, runs))] };
}

/** One run, and all workers think that they are the one to send its batch. */
async function oneSend(contest: Contest): Promise<Verdict> {
  const { name, direct, workers, arrived } = contest;
  const [waiting] = runsOf(contest, 'one instance');
  if (waiting === undefined) throw new Error('a contest needs workers');
  const run: Run = { ...waiting, phase: 'PINNED', fence: 1, batches: 1 };
  const owned = { owner: run.runId, fence: 1, leaseExpiresAt: NOW + leaseLife(LIFE) };
  await direct.transact([putRun(run), leaseOwnedBy(run, owned)]);
  const batch = { batch: 1, attempt: 1, targets: ['node'], lifeEndsAt: NOW + LIFE, now: NOW };
  const told = await Promise.all(
    workers.map((store, index) =>
      tell(
        store,
        claimSend(run, { ...batch, by: `${index}`, event: happening('SEND'), last: undefined }).writes,
      ),
    ),
  );
  await arrived();
  const { run: after, sends } = await openRun(direct, run.runId);
  const found = [...judgePlace(name, told, sends[0]?.by)];
  if (after.version !== 1 || after.events !== 1 || after.phase !== 'SENDING')
    found.push({ wrong: 'writes applied twice or by half', detail: `${name}: version ${after.version}` });
  return { told, found };
}

/** The same request comes eight times, and each delivery accepts it: one plain write each, put if absent. */
async function oneAcceptance(contest: Contest): Promise<Verdict> {
  const { name, direct, workers, arrived } = contest;
  const [run] = runsOf(contest, 'one instance');
  if (run === undefined) throw new Error('a contest needs workers');
  const told = await Promise.all(
    workers.map((store, index) =>
      tell(store, [accept({ ...run, trigger: { source: 'http', by: `${index}`, reason: 'test' } })]),
    ),
  );
  await arrived();
  const items = await direct.list(runPartition(run.runId));
  return { told, found: judgePlace(name, told, items.map(readRun)[0]?.trigger.by) };
}

function leaseOwnedBy(run: Run, lease: Parameters<typeof attributesOf>[0]) {
  const { region, instanceId } = instanceOf(run);
  return { put: keys.lease(region, instanceId), attributes: attributesOf(lease) };
}

/** What the workers contend for. */
export const CONTESTS: Readonly<Record<string, (contest: Contest) => Promise<Verdict>>> = {
  'a lease that nobody ever had': (contest) => oneLease(contest, false),
  'a lease that was given back': (contest) => oneLease(contest, true),
  'three slots': fewSlots,
  'three slots in turn': slotsInTurn,
  'one send': oneSend,
  'one acceptance': oneAcceptance,
};
