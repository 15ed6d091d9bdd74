import type { Notice } from '../notify/notice.ts';
import type { NotifyTarget, Plan } from '../plan/plan.ts';
import { readBadOutcomes } from '../protocol/control.ts';
import { keys, MESSAGE_PREFIX, runPartition } from '../protocol/keys.ts';
import type { Run } from '../protocol/run.ts';
import { readSends } from '../protocol/send.ts';
import { StoreUnavailable } from '../store/errors.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { DAY, type Instant, MINUTE, SECOND } from '../time/clock.ts';
import { type DeliveryPorts, deliver, earliest } from './deliver.ts';
import { planPointer, planVersion } from './plan-in-force.ts';

/** The record of a message is kept as long as its run is, or this long where the run has no end yet. */
const KEPT_FOR = 400 * DAY;

/** One thing that people are to be told of a run, under the name that its deliveries are recorded by. */
interface Happening {
  readonly subject: string;
  readonly dueAt: Instant;
  readonly notice: (file: Told) => Notice;
}

/** What the words are made from. */
interface Told {
  readonly run: Run;
  readonly sends: ReturnType<typeof readSends>;
  readonly accountStopped: boolean;
}

/**
 * Tells people what a closed run needs them for, as far as it is due and not told yet. Returns when to come back,
 * `undefined` once nothing is left to tell.
 *
 * What is to be told follows from the run alone, so that a crash loses none of it. Nothing is read or written for a run
 * that needs nobody. It goes to the entry that the run's rule names, with the channels which the plan in force gives it.
 * Throws `StoreUnavailable`; whatever else fails is logged and tried again.
 */
export async function tellPeople(ports: DeliveryPorts, run: Run): Promise<Instant | undefined> {
  const happenings = happeningsOf(run, ports.clock.now());
  if (happenings.length === 0) return undefined;
  try {
    return await tell(ports, run, happenings);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    ports.log.warn({ runId: run.runId, what: `people are not told yet: ${String(error)}` });
    return ports.clock.now() + MINUTE;
  }
}

async function tell(
  ports: DeliveryPorts,
  run: Run,
  happenings: readonly Happening[],
): Promise<Instant | undefined> {
  const { store } = ports;
  const own = await planVersion(store, run.plan);
  const to = await addresseeOf(ports, own, run);
  if (to === undefined) return undefined;
  const items = await store.list(runPartition(run.runId));
  const told: Told = {
    run,
    sends: readSends(items),
    accountStopped: await stopsAccount(ports, own, run),
  };
  const records = items.filter(({ key }) => key.sort.startsWith(MESSAGE_PREFIX));
  const again: (Instant | undefined)[] = [];
  for (const { subject, dueAt, notice } of happenings) {
    again.push(
      await deliver(ports, {
        runId: run.runId,
        ...to,
        keyOf: (channel) => keys.message(run.runId, subject, to.entry, channel),
        records,
        dueAt,
        expiresAt: run.expiresAt ?? Math.ceil((dueAt + KEPT_FOR) / SECOND),
        message: () =>
          ports.messenger.write(notice(told), { languages: to.target.languages, zone: own.timezone }),
      }),
    );
  }
  return earliest(...again);
}

/** What is to be told of a closed run by now, oldest first: its trouble, that it still holds (each day anew), its settling. */
function happeningsOf(run: Run, now: Instant): readonly Happening[] {
  const { outcome, closedAt, settled } = run;
  if (outcome === undefined || closedAt === undefined || TABLE_B[outcome].message !== 'at once') return [];
  const days = run.hold === true ? Math.floor((now - closedAt) / DAY) : 0;
  return [
    { subject: 'trouble', dueAt: closedAt, notice: (told) => troubleOf(told) },
    ...(days > 0
      ? [
          {
            subject: `held-${days}`,
            dueAt: closedAt + days * DAY,
            notice: (told: Told) => ({ ...troubleOf(told), heldForDays: days }),
          },
        ]
      : []),
    ...(settled === undefined
      ? []
      : [
          {
            subject: 'settled',
            dueAt: settled.at,
            notice: ({ sends }: Told): Notice => ({ kind: 'settled', run, sends }),
          },
        ]),
  ];
}

const troubleOf = ({ run, sends, accountStopped }: Told) =>
  ({ kind: 'trouble', run, sends, ...(accountStopped && { accountStopped }) }) as const;

/** Whom the run's rule names, with the channels that hold now: a bot that was replaced is replaced for what is on its way too. */
async function addresseeOf(
  { store }: DeliveryPorts,
  own: Plan,
  run: Run,
): Promise<{ readonly entry: string; readonly target: NotifyTarget } | undefined> {
  const rule = own.rules.find(({ name }) => name === run.rule);
  if (rule === undefined || 'never' in rule || rule.notify === undefined) return undefined;
  const inForce = await planVersion(store, (await planPointer(store)).hash);
  const target = inForce.notify[rule.notify] ?? own.notify[rule.notify];
  return target && { entry: rule.notify, target };
}

/** Whether the account is stopped, or will be once this close is counted: the outbox may not have come to that yet. */
async function stopsAccount({ store }: DeliveryPorts, plan: Plan, run: Run): Promise<boolean> {
  if ((await store.get(keys.stop(`account:${run.account}`))) !== undefined) return true;
  if (run.announcedAt !== undefined) return false;
  const item = await store.get(keys.badOutcomes(run.account));
  const { count, runs } = item === undefined ? { count: 0, runs: [] } : readBadOutcomes(item);
  return (runs.includes(run.runId) ? count : count + 1) >= plan.limits.stopAfter;
}
