import { attributesOf } from '../../shared/protocol/record.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { Attributes, Item } from '../../shared/store/store.ts';
import { fileOf } from './items.ts';
import { runIds, type Setting } from './setting.ts';
import type { Bytes, State, Worker } from './world.ts';

/**
 * One name for states that differ in nothing that can matter. Versions are compared with what workers have read and only
 * grow, so that a view is present or out of date for ever; which worker is which is no matter where their clocks agree; of
 * a run that is over and holds nothing only its outcome is kept. Names are exact: no two other states share one.
 */
export function nameOf(setting: Setting, state: State): string {
  const over = new Set<string>();
  let items = '';
  for (const runId of runIds(setting)) {
    const { run } = fileOf(state, runId);
    if (run.phase === 'CLOSED' && run.hold !== true) over.add(`run#${runId}`);
  }
  const parts: string[] = [];
  for (const item of state.items.values()) {
    const { partition, sort } = item.key;
    if (!over.has(partition)) parts.push(itemName(item));
    else if (sort === 'run') parts.push(`${partition}:${String(item.attributes.outcome)}`);
  }
  items = parts.sort().join();
  const workers = state.workers.map((worker) => workerName(setting, state, worker));
  if (setting.skew.worker === 0) workers.sort();
  const { now, primaries, underWay, changing, effects, failedOver, stopped, acknowledged } = state;
  const bytes = [underWay, changing].map((all) => all.map((one) => bytesName(one)).sort());
  const flags = `${failedOver ? 1 : 0}${stopped ? 1 : 0}${acknowledged ? 1 : 0}`;
  return `${now}|${items}|${workers.join()}|${bytes.join('/')}|${primaries}|${effects}|${flags}|${broken(state)}`;
}

/** Promises of a lease matter as long as they last, and where the lease itself does not say the same. */
function broken({ promised, items, now }: State): string {
  const owners = new Map<unknown, unknown>();
  for (const { attributes } of items.values()) owners.set(attributes.owner, attributes.leaseExpiresAt);
  return Object.entries(promised)
    .filter(([runId, until]) => until > now && owners.get(runId) !== until)
    .join();
}

const shortNames = new Map<string, string>();

/** A few letters for a long text, the same for the same text. */
function short(text: string): string {
  const known = shortNames.get(text) ?? shortNames.size.toString(36);
  shortNames.set(text, known);
  return known;
}

const itemNames = new WeakMap<Item, string>();

function itemName(item: Item): string {
  const known = itemNames.get(item) ?? short(JSON.stringify([item.key, thatMatters(item.attributes)]));
  itemNames.set(item, known);
  return known;
}

function thatMatters(attributes: Attributes): Attributes {
  const { version: _v, events: _e, attentionAt: _a, closedAt: _c, answeredAt: _n, ...rest } = attributes;
  const { lastClaimedSendAt: _l, looks, decision: _d, by: _b, refusal, ...kept } = rest;
  return {
    ...kept,
    ...(refusal !== undefined && { refusal: true }),
    ...(Array.isArray(looks) && { looks: looks.slice(0, 1) }),
  };
}

const bytesNames = new WeakMap<object, string>();

function bytesName(bytes: Bytes): string {
  const known = bytesNames.get(bytes) ?? short(JSON.stringify(bytes));
  bytesNames.set(bytes, known);
  return known;
}

function workerName(setting: Setting, state: State, worker: Worker): string {
  if (worker.at === 'idle') return 'idle';
  const { run } = worker;
  const present = fileOf(state, run.runId);
  const upToDate = present.run.version === run.version;
  switch (worker.at) {
    case 'read':
      return `read ${viewName(run, upToDate)} ${worker.lease?.fence}`;
    case 'renewed':
      return `renewed ${viewName(run, upToDate)}`;
    case 'signed':
      return `signed ${viewName(run, upToDate)} ${worker.expiresAt}`;
    default: {
      const { bytes, by } = worker;
      const send = present.sends.find((one) => one.batch === bytes.batch && one.attempt === bytes.attempt);
      const answer = 'answer' in worker ? worker.answer : '';
      const stale = setting.views === 'fresh' || upToDate ? '' : oldName(run);
      return `${worker.at} ${bytesName(bytes)} ${upToDate} ${stale} ${send?.by === by} ${answer}`;
    }
  }
}

/** A view that is out of date stays so: what it says may matter, never its number. */
const viewName = (run: Run, upToDate: boolean): string =>
  upToDate ? run.runId : `${run.runId}.${oldName(run)}`;

const oldNames = new WeakMap<Run, string>();

function oldName(run: Run): string {
  const known = oldNames.get(run) ?? short(JSON.stringify(thatMatters(attributesOf(run))));
  oldNames.set(run, known);
  return known;
}
