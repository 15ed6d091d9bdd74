import type { Attributes, Item } from '../../shared/store/store.ts';
import { movesFrom } from './moves.ts';
import type { Rules } from './rules.ts';
import { initial, type Setting, type State, type Worker } from './world.ts';

/** What a search came to. `story` is a shortest interleaving that breaks a promise. */
export interface Found {
  readonly states: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly broken?: { readonly promise: string; readonly story: readonly string[] };
}

interface Came {
  readonly what: string;
  readonly from: Came | undefined;
}

/** Goes through all states breadth first, until a promise is broken or none is left. */
export function search(setting: Setting, rules: Rules, most = Number.POSITIVE_INFINITY): Found {
  const first = initial(setting);
  const known = new Set([nameOf(first)]);
  let level: { readonly state: State; readonly came: Came | undefined }[] = [
    { state: first, came: undefined },
  ];
  let depth = 0;
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { state, came } of level) {
      for (const move of movesFrom(setting, rules, state)) {
        const here = { what: move.what, from: came };
        if (move.broken !== undefined) {
          const broken = { promise: move.broken, story: storyOf(here) };
          return { states: known.size, depth: depth + 1, complete: false, broken };
        }
        const name = nameOf(move.next);
        if (known.has(name)) continue;
        known.add(name);
        next.push({ state: move.next, came: here });
      }
      if (known.size > most) return { states: known.size, depth, complete: false };
    }
    level = next;
    if (next.length > 0) depth += 1;
  }
  return { states: known.size, depth, complete: true };
}

function storyOf(last: Came): readonly string[] {
  const story: string[] = [];
  for (let came: Came | undefined = last; came !== undefined; came = came.from) story.unshift(came.what);
  return story;
}

/**
 * One name for states that differ in nothing that can matter. Versions are compared with what workers have read and only
 * grow, so that a view is present or out of date for ever; which worker is which is no matter; of a run that is over and
 * holds nothing only its outcome is kept.
 */
function nameOf(state: State): string {
  const versions = new Map<unknown, unknown>();
  const items: string[] = [];
  for (const [key, item] of state.items) {
    const { runId, version } = item.attributes;
    if (runId !== undefined) versions.set(runId, version);
    items.push(`${key}${itemName(item)}`);
  }
  const workers = state.workers.map((worker) => workerName(worker, versions)).sort();
  const { now, primaries, underWay, changing, effects, failedOver, stopped, acknowledged } = state;
  const rest = [now, primaries, named(underWay), named(changing), effects, failedOver, stopped, acknowledged];
  return `${items.sort().join()}${workers.join()}${JSON.stringify(rest)}`;
}

const named = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).sort();

const names = new WeakMap<Item, string>();

function itemName(item: Item): string {
  const known = names.get(item) ?? JSON.stringify(thatMatters(item.attributes));
  names.set(item, known);
  return known;
}

function thatMatters(attributes: Attributes): Attributes {
  const { runId, phase, hold, outcome } = attributes;
  if (phase === 'CLOSED' && hold !== true) return { runId: runId ?? '', phase, outcome: outcome ?? '' };
  const { version: _v, events: _e, attentionAt: _a, closedAt: _c, answeredAt: _n, ...rest } = attributes;
  const { lastClaimedSendAt: _l, looks, decision: _d, ...kept } = rest;
  return Array.isArray(looks) ? { ...kept, looks: looks.slice(0, 1) } : kept;
}

function workerName(worker: Worker, versions: ReadonlyMap<unknown, unknown>): string {
  if (worker.at === 'idle') return worker.at;
  const { version, runId, phase } = worker.run;
  const upToDate = versions.get(runId) === version;
  if (worker.at !== 'read')
    return JSON.stringify([worker.at, worker.bytes, upToDate, 'answer' in worker && worker.answer]);
  const view = [runId, phase, upToDate, phase === 'ACCEPTED' && worker.lease];
  return JSON.stringify(
    upToDate && phase !== 'PINNED' && phase !== 'OBSERVING' ? view : [...view, worker.expiresAt],
  );
}
