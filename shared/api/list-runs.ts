import type { z } from 'zod';
import { RUN_ID } from '../protocol/identity.ts';
import { NEEDS_ATTENTION, type Run, readRun } from '../protocol/run.ts';
import { planPointer, planVersion } from '../steps/plan-in-force.ts';
import { ValueRefused } from '../store/errors.ts';
import { decodeCursor } from '../store/page-cursor.ts';
import type { IndexQuery, Store } from '../store/store.ts';
import { type Checked, check, type Fault } from './faults.ts';
import { type ListQuery, LONGEST_CURSOR, listSchema } from './requests.ts';
import type { Routes } from './routes.ts';
import { viewSummary } from './view.ts';
import type { runPageSchema } from './view-schema.ts';

const USUAL_LIMIT = 50;

/**
 * One page of runs: of one instance or one UTC month, newest first; or those that are open or need a person, the soonest
 * deadline first. The index lags, so each record is read again, and one that no longer belongs here is left out.
 */
export async function listRuns(
  { ports, zoneOf }: Pick<Routes, 'ports' | 'zoneOf'>,
  search: URLSearchParams,
): Promise<Checked<z.infer<typeof runPageSchema>>> {
  const query = checkQuery(search);
  if (query.faults !== undefined) return query;
  const wanted = await indexQueryOf(ports.store, query.value);
  if (wanted.faults !== undefined) return wanted;
  const page = await ports.store.find(wanted.value);
  const runs = (await ports.store.getMany(page.keys)).map(readRun).filter((run) => belongs(run, query.value));
  const shown = await Promise.all(runs.map(async (run) => viewSummary(run, await zoneOf(run.plan))));
  return { value: { runs: shown, ...(page.next !== undefined && { next: page.next }) } };
}

function checkQuery(search: URLSearchParams): Checked<ListQuery> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of search.keys()) (seen.has(name) ? twice : seen).add(name);
  const checked = check('query', listSchema, Object.fromEntries(search));
  const faults: Fault[] = [
    ...[...twice].map((name) => ({ path: `query/${name.slice(0, 64)}`, sentence: 'This is said twice.' })),
    ...(checked.faults ?? []),
    ...(isCursor(search.get('after')) ? [] : [NO_CURSOR]),
  ];
  return checked.value === undefined || faults.length > 0 ? { faults } : checked;
}

/** An `after` that we gave out. Anything else never reaches a store. */
function isCursor(after: string | null): boolean {
  if (after === null || after.length > LONGEST_CURSOR) return true;
  try {
    const { at, key } = decodeCursor(after);
    const runId = /^run#(.*)$/.exec(key.partition)?.[1] ?? '';
    return Number.isSafeInteger(at) && RUN_ID.test(runId) && key.sort === 'run';
  } catch (error) {
    if (error instanceof ValueRefused) return false;
    throw error;
  }
}

const NO_CURSOR: Fault = { path: 'query/after', sentence: '"after" must be the next of an earlier page.' };

async function indexQueryOf(store: Store, query: ListQuery): Promise<Checked<IndexQuery>> {
  const { instance, month, limit = USUAL_LIMIT, after } = query;
  const page = { limit, ...(after !== undefined && { after }) };
  if (month !== undefined) return { value: { index: 'month', partition: month, newestFirst: true, ...page } };
  if (instance === undefined) return { value: { index: 'attention', partition: NEEDS_ATTENTION, ...page } };
  const partition = instance.includes('/') ? instance : await inItsRegion(store, instance);
  if (partition === undefined) return { faults: [NO_REGION] };
  return { value: { index: 'instance', partition, newestFirst: true, ...page } };
}

/** `<region>/<id>`, where the plan in force leaves no doubt about the region. */
async function inItsRegion(store: Store, instanceId: string): Promise<string | undefined> {
  const { accounts } = await planVersion(store, (await planPointer(store)).hash);
  const regions = new Set(Object.values(accounts).map(({ region }) => region));
  const [region] = regions;
  return regions.size === 1 && region !== undefined ? `${region}/${instanceId}` : undefined;
}

const NO_REGION: Fault = {
  path: 'query/instance',
  sentence: '"instance" must be <region>/<id>, for the plan has accounts in several regions.',
};

function belongs(run: Run, { attention }: ListQuery): boolean {
  return attention === undefined || run.attention !== undefined;
}
