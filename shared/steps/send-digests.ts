import type { DigestGroup } from '../notify/notice.ts';
import { DEFAULTS } from '../plan/defaults.ts';
import type { NotifyTarget, Plan } from '../plan/plan.ts';
import {
  type DailyDigest,
  digestDone,
  digestExpiry,
  digestName,
  forgetDigest,
  openDigest,
  readDailyDigest,
} from '../protocol/daily-digest.ts';
import { CONTROL, DIGEST_PREFIX, keys } from '../protocol/keys.ts';
import { NEEDS_ATTENTION, type Run, readRun } from '../protocol/run.ts';
import { OUTCOMES } from '../switchover/codes.ts';
import { DAY, type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { lastTimeOfDay, nextTimeOfDay } from '../time/time-of-day.ts';
import { closedBetween } from './closed-between.ts';
import { type DeliveryPorts, deliver, earliest } from './deliver.ts';
import { PlanMissing, planPointer, planVersion } from './plan-in-force.ts';

/** A plan that was applied meanwhile may have other entries: looked at again so often. Between, a pass reads nothing. */
const LOOK_EVERY: Milliseconds = 10 * MINUTE;

/** After a longer silence a digest tells of the last week only. */
const LONGEST_SPAN: Milliseconds = 8 * DAY;

/**
 * Sends each entry of the plan in force one digest a day, at its time: of all that closed since the one before, so that
 * nothing is told twice and nothing left out, whatever was down meanwhile; but a run that was accepted more than eight days
 * before the digest begins is told at once where it needs people, and else only by the history. A night without runs is told too: a digest that
 * does not come means that something is wrong. What does not arrive is tried again, as every message is; what fails for
 * one entry is logged, tried again in the next pass, and no matter of another.
 */
export function makeSendDigests(ports: DeliveryPorts): () => Promise<void> {
  const againAt = new Map<string, Instant>();
  let lookAgainAt: Instant = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = ports.clock.now();
    if (now < lookAgainAt) return;
    const present = await planInForce(ports);
    const entries = Object.entries(present?.plan.notify ?? {});
    const reading = makeReading(ports);
    const looks = entries.map(async ([entry, target]) => {
      if (present === undefined || now < (againAt.get(entry) ?? now)) return;
      againAt.set(entry, await lookAt(ports, present, reading, { entry, target }, now));
    });
    await Promise.all(looks);
    lookAgainAt = earliest(now + LOOK_EVERY, ...entries.map(([entry]) => againAt.get(entry))) ?? now;
  };
}

/** Returns when to look at this entry again: at once, where it failed. */
async function lookAt(
  ports: DeliveryPorts,
  present: Present,
  reading: Reading,
  to: Addressee,
  now: Instant,
): Promise<Instant> {
  try {
    return earliest(now + LOOK_EVERY, await sendOne(ports, present, reading, to, now)) ?? now;
  } catch (error) {
    ports.log.warn({ what: `the digest of ${to.entry} is not sent yet: ${String(error)}` });
    return now;
  }
}

/** What digests tell of: read once for all that leave in a pass, and not before one of them is tried. */
interface Reading {
  readonly held: () => Promise<readonly Run[]>;
  readonly closed: (from: Instant, to: Instant) => Promise<readonly Run[]>;
}

function makeReading(ports: DeliveryPorts): Reading {
  const known = new Map<string, Promise<readonly Run[]>>();
  const once = (name: string, read: () => Promise<readonly Run[]>) => {
    const runs = known.get(name) ?? read();
    known.set(name, runs);
    return runs;
  };
  return {
    held: () => once('held', () => heldRuns(ports)),
    closed: (from, to) => once(`${from}-${to}`, () => closedBetween(ports.store, from, to)),
  };
}

interface Present {
  readonly plan: Plan;
  readonly appliedAt: Instant;
}

async function planInForce({ store }: DeliveryPorts): Promise<Present | undefined> {
  try {
    const { hash, appliedAt } = await planPointer(store);
    return { plan: await planVersion(store, hash), appliedAt };
  } catch (error) {
    // Nobody has applied a plan yet: there is nobody to tell.
    if (error instanceof PlanMissing) return undefined;
    throw error;
  }
}

interface Addressee {
  readonly entry: string;
  readonly target: NotifyTarget;
}

async function sendOne(
  ports: DeliveryPorts,
  { plan, appliedAt }: Present,
  reading: Reading,
  to: Addressee,
  now: Instant,
): Promise<Instant | undefined> {
  const known = (await ports.store.list(CONTROL, `${DIGEST_PREFIX}${to.entry}#`)).map(readDailyDigest);
  const time = to.target.digest ?? DEFAULTS.digest;
  const dueAt = lastTimeOfDay(time, plan.timezone, now);
  // The first digest of an entry comes the morning after its plan, and tells of the whole day: of what ran under the plan
  // before as well, which may have named another entry, or was the same with another word in it.
  const since = known.at(-1)?.to ?? lastTimeOfDay(time, plan.timezone, appliedAt);
  const opened = since < dueAt ? await openDue(ports, to.entry, known, { since, dueAt }) : [];
  const waiting = [...known, ...opened].filter(({ done }) => done !== true);
  const again = await Promise.all(
    waiting.map((digest) => deliverDigest(ports, { plan, reading }, to, digest)),
  );
  return earliest(nextTimeOfDay(time, plan.timezone, now), ...again);
}

/** The digest that is due and not open yet. What is done is forgotten with it, but for the last one, which the next begins at. */
async function openDue(
  { store }: DeliveryPorts,
  entry: string,
  known: readonly DailyDigest[],
  { since, dueAt }: { readonly since: Instant; readonly dueAt: Instant },
): Promise<readonly DailyDigest[]> {
  const digest = { entry, from: Math.max(since, dueAt - LONGEST_SPAN), to: dueAt };
  const old = known.filter(({ done }) => done === true).slice(0, MOST_FORGOTTEN);
  const committed = await store.transact([openDigest(digest), ...old.map(forgetDigest)]);
  // Somebody else opened it at this moment, and sends it.
  return committed.committed ? [digest] : [];
}

const MOST_FORGOTTEN = 20;

async function deliverDigest(
  ports: DeliveryPorts,
  { plan, reading }: { readonly plan: Plan; readonly reading: Reading },
  { entry, target }: Addressee,
  digest: DailyDigest,
): Promise<Instant | undefined> {
  const { store, messenger } = ports;
  const { from, to } = digest;
  const name = digestName(to);
  const again = await deliver(ports, {
    entry,
    target,
    keyOf: (channel) => keys.digestMessage(entry, name, channel),
    records: await store.list(CONTROL, keys.digestMessage(entry, name, '').sort),
    dueAt: to,
    expiresAt: digestExpiry(to),
    message: async () => {
      const runs = await runsOf(ports, plan, entry, await reading.closed(from, to));
      const held = (await runsOf(ports, plan, entry, await reading.held())).filter(
        ({ closedAt }) => closedAt !== undefined && closedAt < to,
      );
      return messenger.write(
        { kind: 'digest', entry, from, to, groups: groupsOf(runs), held },
        { languages: target.languages, zone: plan.timezone },
      );
    },
  });
  if (again === undefined) await store.transact([digestDone(digest)]);
  return again;
}

/** The runs of rules that name this entry: by the plan in force, or where it has lost the rule, by the run's own. */
async function runsOf(
  { store }: DeliveryPorts,
  plan: Plan,
  entry: string,
  runs: readonly Run[],
): Promise<readonly Run[]> {
  const own = new Map<string, Plan>([[plan.hash, plan]]);
  const found: Run[] = [];
  for (const run of runs) {
    const known = own.get(run.plan) ?? (await planVersion(store, run.plan));
    own.set(run.plan, known);
    if ((notifyOf(plan, run) ?? notifyOf(known, run)) === entry) found.push(run);
  }
  return found;
}

function notifyOf({ rules }: Plan, run: Run): string | undefined {
  const rule = rules.find(({ name }) => name === run.rule);
  return rule === undefined || 'never' in rule ? undefined : rule.notify;
}

async function heldRuns({ store }: DeliveryPorts): Promise<readonly Run[]> {
  const held: Run[] = [];
  let after: string | undefined;
  do {
    const page = await store.find({
      index: 'attention',
      partition: NEEDS_ATTENTION,
      ...(after !== undefined && { after }),
    });
    held.push(...(await store.getMany(page.keys)).map(readRun).filter(({ hold }) => hold === true));
    after = page.next;
  } while (after !== undefined);
  return held;
}

/** What needs people first, then in the order of table A. */
function groupsOf(runs: readonly Run[]): readonly DigestGroup[] {
  const by = Map.groupBy(runs, ({ outcome, reason }) => `${outcome} ${reason}`);
  const groups = [...by.values()].flatMap((members) => {
    const { outcome, reason } = members[0] ?? {};
    return outcome === undefined || reason === undefined ? [] : [{ outcome, reason, runs: members }];
  });
  const place = ({ outcome }: DigestGroup) => (OUTCOMES.indexOf(outcome) + 3) % OUTCOMES.length;
  return groups.toSorted((one, other) => place(one) - place(other) || other.runs.length - one.runs.length);
}
