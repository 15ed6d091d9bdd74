import type { Fault } from '../../../shared/runtime/simulation/faults.ts';
import { drive } from './drive.ts';
import { ask, type Tally } from './invariants/invariant.ts';
import { INVARIANTS } from './invariants.ts';
import { isOfTonight } from './open-runs.ts';
import { lookBack } from './seen.ts';
import { makeSimulation, type SimulationOptions } from './simulation.ts';
import type { World } from './world.ts';

/** What one night came to. */
export interface NightReport {
  readonly world: World;
  readonly runs: readonly {
    readonly runId: string;
    readonly outcome: string;
    readonly reason: string;
    readonly shards: number;
    readonly settled: string | undefined;
    /** Milliseconds from the close to the settling. */
    readonly settledAfter: number | undefined;
  }[];
  /** By the name of the law. */
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly violations: readonly string[];
  /** Warnings of steps and passes that failed. */
  readonly surprises: readonly string[];
  readonly faults: readonly Fault[];
  /** By `what|where`: what went wrong in which phase. */
  readonly coverage: ReadonlyMap<string, number>;
  readonly traceHash: string;
  readonly trace: readonly string[];
}

/** Lives through one night and asks every law about it. The same world and faults give the same report. */
export async function liveThrough(world: World, options: SimulationOptions = {}): Promise<NightReport> {
  const simulation = makeSimulation(world, options);
  const deeds = await drive(simulation);
  const seen = await lookBack(simulation, deeds);
  const tallies = new Map(INVARIANTS.map((invariant) => [invariant.name, ask(invariant, seen)]));
  return {
    world,
    runs: seen.stories
      .filter(({ run }) => isOfTonight(run))
      .map(({ run }) => ({
        runId: run.runId,
        outcome: run.outcome ?? run.phase,
        reason: run.reason ?? '',
        shards: world.instances.find(({ id }) => run.instance.endsWith(id))?.shards ?? 0,
        settled: run.settled?.as,
        settledAfter: run.settled && run.settled.at - (run.closedAt ?? run.settled.at),
      })),
    tallies,
    violations: [...tallies.values()].flatMap((tally) => tally.violations),
    surprises: simulation.trace().filter((line) => line.includes(' ! ')),
    faults: [...simulation.faults.injected()],
    coverage: simulation.coverage.counts(),
    traceHash: simulation.traceHash(),
    trace: simulation.trace(),
  };
}
