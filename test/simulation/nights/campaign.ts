import { PROVEN_ELSEWHERE } from './invariants.ts';
import { liveOne, type NightSummary } from './night-summary.ts';
import { countUse, type Instances, nothingYet, type Usefulness } from './usefulness.ts';
import type { Weather } from './world.ts';

/** What many nights came to together. */
export interface Campaign {
  readonly nights: number;
  readonly runs: number;
  readonly faults: ReadonlyMap<string, number>;
  /** By the name of the law: how often it was asked. */
  readonly checks: ReadonlyMap<string, number>;
  readonly violations: number;
  /** By `what|where`. */
  readonly coverage: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  /** What came of the runs of instances with one shard, and with several. */
  readonly useful: { readonly [instances in Instances]: Usefulness };
  /** Hash over the hashes of all nights, in order: the same whoever lived through them. */
  readonly traceHash: string;
  /** The first night that broke a law. */
  readonly broken: NightSummary | undefined;
}

export interface Nights {
  readonly seed: number;
  readonly weather: Weather;
}

/** One night after the other, from that seed on, in this thread. */
export async function* nightsHere({ seed, weather }: Nights): AsyncGenerator<NightSummary> {
  for (let night = seed; ; night += 1) {
    yield await liveOne(night, weather);
  }
}

/** Takes nights in their order until so many runs were accepted or so many nights are over, or a law was broken. */
export async function campaign(
  nights: AsyncIterable<NightSummary>,
  most: { readonly runs?: number; readonly nights?: number },
  digest: (text: string) => string,
  progress: (so: Campaign) => void = () => undefined,
): Promise<Campaign> {
  const { runs = Number.POSITIVE_INFINITY, nights: count = Number.POSITIVE_INFINITY } = most;
  const total = new Total(digest);
  for await (const night of nights) {
    total.add(night);
    progress(total);
    if (total.runs >= runs || total.nights >= count || total.broken !== undefined) break;
  }
  return total;
}

class Total implements Campaign {
  nights = 0;
  runs = 0;
  violations = 0;
  readonly useful = { 'one shard': nothingYet(), sharded: nothingYet() };
  traceHash = '';
  broken: NightSummary | undefined;
  readonly faults = new Map<string, number>();
  readonly checks = new Map<string, number>();
  readonly coverage = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  readonly #digest: (text: string) => string;

  constructor(digest: (text: string) => string) {
    this.#digest = digest;
  }

  add(night: NightSummary): void {
    this.nights += 1;
    this.runs += night.runs.length;
    for (const run of night.runs) countUse(this.useful[run.shards === 1 ? 'one shard' : 'sharded'], run);
    this.traceHash = this.#digest(this.traceHash + night.traceHash);
    this.violations += night.violations.length;
    if (night.violations.length > 0) this.broken ??= night;
    for (const fault of night.faults) count(this.faults, fault, 1);
    for (const { outcome, reason } of night.runs) count(this.outcomes, `${outcome} · ${reason}`, 1);
    for (const [law, checks] of night.checks) count(this.checks, law, checks);
    for (const [cell, times] of night.coverage) count(this.coverage, cell, times);
  }
}

/** Laws that were never asked: a law with no check made proves nothing. */
export const neverAsked = ({ checks }: Pick<Campaign, 'checks'>): readonly string[] =>
  [...checks].flatMap(([name, times]) => (times === 0 && !(name in PROVEN_ELSEWHERE) ? [name] : []));

function count(counts: Map<string, number>, name: string, times: number): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
