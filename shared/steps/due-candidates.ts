import type { Plan, SwitchRule } from '../plan/plan.ts';
import type { Acceptance } from '../protocol/accept.ts';
import { START_GRACE } from '../protocol/accept.ts';
import { runIdOfOccurrence } from '../protocol/identity.ts';
import { keys, runPartition } from '../protocol/keys.ts';
import { RecordUnreadable } from '../protocol/record.ts';
import { NEEDS_ATTENTION, type Run, readRun } from '../protocol/run.ts';
import type { Item } from '../store/store.ts';
import type { Instant } from '../time/clock.ts';
import { type Occurrence, occurrences } from '../time/occurrences.ts';
import { leaseOf } from './close-run.ts';
import type { Log, Ports } from './ports.ts';
import { ruleNaming } from './rule-of-instance.ts';

/** Something that is due: an occurrence without a record, or a run that was accepted for now. */
export interface DueCandidate {
  readonly runId: string;
  readonly dueAt: Instant;
  readonly acceptance: Acceptance;
  /** The day of an opening that never was, because a gap of the clock swallowed it. */
  readonly swallowedDay?: string | undefined;
  readonly run?: Run | undefined;
}

/** All candidates from `since` to `now`, both included, oldest first; then by run id, so that two passes agree. */
export async function dueCandidates(
  ports: Ports,
  plan: Plan,
  since: Instant,
  now: Instant,
): Promise<readonly DueCandidate[]> {
  const fromRules = await occurrencesWithoutRecord(ports, plan, since, now);
  const accepted = await acceptedFor(ports, now);
  return [...fromRules, ...accepted].sort(
    (one, other) => one.dueAt - other.dueAt || (one.runId < other.runId ? -1 : 1),
  );
}

async function occurrencesWithoutRecord(ports: Ports, plan: Plan, since: Instant, now: Instant) {
  const candidates: DueCandidate[] = [];
  for (const rule of plan.rules) {
    if ('never' in rule || rule.match.instance === undefined) continue;
    candidates.push(...(await ofRule(ports, plan, rule, rule.match.instance, since, now)));
  }
  const records = await ports.store.getMany(candidates.map((candidate) => keys.run(candidate.runId)));
  const known = new Set(records.map((item) => item.key.partition));
  return candidates.filter((candidate) => !known.has(runPartition(candidate.runId)));
}

async function ofRule(
  ports: Ports,
  plan: Plan,
  rule: SwitchRule,
  instanceId: string,
  since: Instant,
  now: Instant,
) {
  const account = plan.accounts[rule.account];
  const window = plan.windows[rule.window];
  if (ruleNaming(plan, instanceId) !== rule || account === undefined || window === undefined) return [];
  const instance = { region: account.region, instanceId };
  const needsHistory = rule.cadence.kind === 'days-since-proven';
  const name = `${instance.region}/${instanceId}`;
  const lastProvenAt = needsHistory
    ? (await leaseOf(ports.store, { instance: name }))?.lastProvenAt
    : undefined;
  return occurrences({ cadence: rule.cadence, window }, since, now + 1, lastProvenAt).map(
    (occurrence): DueCandidate => {
      const runId = runIdOfOccurrence(ports.settings.deployment, instance, occurrence.key);
      return {
        runId,
        dueAt: occurrence.dueAt,
        ...(occurrence.kind !== 'due' && { swallowedDay: occurrence.key }),
        acceptance: {
          runId,
          mode: account.mode,
          account: account.name,
          instance: name,
          rule: rule.name,
          plan: plan.hash,
          trigger: { source: 'due', by: 'due', reason: `${rule.name}, ${occurrence.key}` },
          startAt: occurrence.dueAt,
          opening: openingOf(occurrence),
        },
      };
    },
  );
}

const openingOf = (occurrence: Occurrence) => (occurrence.kind === 'due' ? occurrence.opening : undefined);

/** Runs that were accepted for an opening or an instant that has come, and that no execution acts for. */
async function acceptedFor({ store, log }: Ports, now: Instant): Promise<readonly DueCandidate[]> {
  const found: DueCandidate[] = [];
  let after: string | undefined;
  do {
    const page = await store.find({
      index: 'attention',
      partition: NEEDS_ATTENTION,
      to: now + START_GRACE,
      ...(after !== undefined && { after }),
    });
    for (const item of await store.getMany(page.keys)) {
      const run = readable(item, log);
      if (run?.phase !== 'ACCEPTED' || run.executor !== undefined || run.startAt > now) continue;
      found.push({ runId: run.runId, dueAt: run.startAt, acceptance: run, run });
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** One record that this version cannot read keeps nobody else waiting. */
function readable(item: Item, log: Log): Run | undefined {
  try {
    return readRun(item);
  } catch (error) {
    if (!(error instanceof RecordUnreadable)) throw error;
    log.warn({ what: error.message });
    return undefined;
  }
}
