import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { atOncePartition, auditPartition, nightPartition } from '../../shared/protocol/keys.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { readSlot } from '../../shared/protocol/slots.ts';
import { leaseOf } from '../../shared/steps/close-run.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import type { Store } from '../../shared/store/store.ts';
import { SLOTS_OF_A_CLAIM, type Told } from './contenders.ts';

/** What a contest must never show. Each is counted, and each count is zero or the run has failed. */
export const WRONGS = [
  'claims without a winner',
  'double claims',
  'slots lost or double',
  'told refused, and has it',
  'told committed, and has it not',
  'writes applied twice or by half',
  'not given back',
] as const;

export type Wrong = (typeof WRONGS)[number];

export interface Found {
  readonly wrong: Wrong;
  readonly detail: string;
}

/** What each of these runs has according to the table itself. */
interface Holdings {
  readonly run: Run;
  readonly lease: boolean;
  readonly slots: number;
  readonly events: number;
  readonly whole: boolean;
}

export async function holdingsOf(direct: Store, runs: readonly Run[]): Promise<readonly Holdings[]> {
  return await Promise.all(runs.map((run) => holdingsOfOne(direct, run.runId)));
}

async function holdingsOfOne(direct: Store, runId: string): Promise<Holdings> {
  const { run } = await openRun(direct, runId);
  const events = (await direct.list(auditPartition(runId))).map(readEvent);
  const lease = await leaseOf(direct, run);
  const slots = (await slotsOf(direct, run)).filter((slot) => slot.run === runId);
  const named = (run.slots ?? []).every((key) => slots.some((slot) => slot.key.sort === key.sort));
  return {
    run,
    lease: lease?.owner === runId && lease.fence === run.fence,
    slots: slots.length,
    events: events.length,
    whole: named && brokenAt(runId, events, run.link) === undefined,
  };
}

async function slotsOf(direct: Store, { account, opening }: Run) {
  const atOnce = await direct.list(atOncePartition(account));
  const night = await direct.list(nightPartition(account, opening?.day ?? ''));
  return [...atOnce, ...night].map(readSlot);
}

/** Judges claims once no request is on its way: so many winners, each whole, and all told the truth. */
export async function judgeClaims(
  direct: Store,
  runs: readonly Run[],
  told: readonly (Told | undefined)[],
  places: number,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const holdings = await holdingsOf(direct, runs);
  const winners = holdings.filter(({ run }) => run.phase === 'CLAIMED');
  const [first] = runs;
  const taken = first === undefined ? [] : await slotsOf(direct, first);
  const add = (wrong: Wrong, detail: string) => found.push({ wrong, detail });
  if (winners.length < places) add('claims without a winner', `${winners.length} of ${places}`);
  if (winners.length > places) add('double claims', winners.map(({ run }) => run.runId).join(', '));
  if (taken.length !== winners.length * SLOTS_OF_A_CLAIM)
    add('slots lost or double', `${taken.length} slots`);
  for (const [index, { run, lease, slots, events, whole }] of holdings.entries()) {
    const has = run.phase === 'CLAIMED';
    if (has && told[index] === 'refused') add('told refused, and has it', run.runId);
    if (!has && told[index] === 'committed') add('told committed, and has it not', run.runId);
    if (lease !== has) add('double claims', `${run.runId}, its lease`);
    if (slots !== (has ? SLOTS_OF_A_CLAIM : 0)) add('slots lost or double', `${run.runId} has ${slots}`);
    const times = has ? 1 : 0;
    if (run.version !== times || events !== times || !whole)
      add('writes applied twice or by half', `${run.runId}: version ${run.version}, ${events} events`);
  }
  return found;
}

/** Judges a place that only one can have, by who has it. */
export function judgePlace(
  name: string,
  told: readonly Told[],
  holder: string | undefined,
): readonly Found[] {
  const found: Found[] = [];
  if (holder === undefined) found.push({ wrong: 'claims without a winner', detail: name });
  for (const [index, answer] of told.entries()) {
    const has = holder === `${index}`;
    if (has && answer === 'refused') found.push({ wrong: 'told refused, and has it', detail: name });
    if (!has && answer === 'committed') found.push({ wrong: 'told committed, and has it not', detail: name });
  }
  return found;
}

/** Judges, after the winners have closed, that everything is free again and each close was one. */
export async function judgeGivenBack(direct: Store, runs: readonly Run[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const { run, lease, slots, events, whole } of await holdingsOf(direct, runs)) {
    if (lease || slots > 0 || run.phase === 'CLAIMED')
      found.push({ wrong: 'not given back', detail: run.runId });
    const times = run.phase === 'CLOSED' ? 2 : 0;
    if (run.version !== times || events !== times || (!whole && times === 0))
      found.push({ wrong: 'writes applied twice or by half', detail: `${run.runId}, its close` });
  }
  return found;
}
