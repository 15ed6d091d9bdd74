import { createHash } from 'node:crypto';
import { type Chance, makeChance } from '../../../shared/runtime/simulation/chance.ts';
import { type FaultSource, makeRandomFaults } from '../../../shared/runtime/simulation/faults.ts';
import { makePlatform, type Platform } from '../../../shared/runtime/simulation/platform.ts';
import { SimulatedProcess, type Surroundings } from '../../../shared/runtime/simulation/simulated-process.ts';
import type { Skew } from '../../../shared/runtime/simulation/skewed-clock.ts';
import { makeTimeline, type Timeline } from '../../../shared/runtime/simulation/timeline.ts';
import { makeSimulatedPorts, type SimulatedShare, type Told } from '../../../shared/runtime/simulation.ts';
import type { Ports } from '../../../shared/steps/ports.ts';
import { makeMemoryStore } from '../../../shared/store/memory.ts';
import type { Store } from '../../../shared/store/store.ts';
import { SECOND } from '../../../shared/time/clock.ts';
import { type CloudModel, makeCloudModel } from './cloud-model.ts';
import { type Coverage, makeCoverage } from './coverage.ts';
import { BEGINS } from './night.ts';
import { makeWitness, type Witness } from './witness.ts';
import type { World } from './world.ts';

/** What takes one guard away: given the ports of one process, gives others. */
export interface Mutant {
  readonly name: string;
  /** What is no longer true. */
  readonly removes: string;
  readonly alter: (ports: Ports, seat: Seat) => Ports;
  /** Where the guard is not ours but the world's. */
  readonly world?: (world: World) => World;
}

/** A process with everything that it may touch. */
export interface Seat {
  readonly process: SimulatedProcess;
  readonly ports: Ports;
}

/** All of a world that is running. */
export interface Simulation {
  readonly world: World;
  readonly timeline: Timeline;
  readonly witness: Witness;
  readonly cloud: CloudModel;
  readonly platform: Platform;
  readonly faults: FaultSource;
  readonly chance: Chance;
  /** The store itself, behind every process. */
  readonly store: Store;
  readonly told: readonly Told[];
  readonly lines: readonly string[];
  /** How many I/Os of living processes are on their way or held up at this moment. */
  underWay(): number;
  /** What failed in a way that no design allows for. */
  readonly surprises: string[];
  seat(name: string, serves?: string): Seat;
  /** What went wrong where, and how often. */
  readonly coverage: Coverage;
  /** In the embedded composition: the process that everything is in. */
  host(): SimulatedProcess;
  replaceHost(): Promise<void>;
  tell(process: string, what: string): void;
  traceHash(): string;
  trace(): readonly string[];
}

export interface SimulationOptions {
  readonly faults?: FaultSource | undefined;
  readonly mutant?: Mutant | undefined;
  /** Every question goes out to the vendor, also where the answer is known. */
  readonly asksAlways?: true;
}

/** Builds a world out of its description. Nothing has happened in it yet. */
export function makeSimulation(given: World, options: SimulationOptions = {}): Simulation {
  const world = options.mutant?.world?.(given) ?? given;
  const chance = makeChance(world.seed).fork('happenings');
  const timeline = makeTimeline(BEGINS);
  const trace: string[] = [];
  const tell = (process: string, what: string) =>
    void trace.push(`${timeline.now() - BEGINS} ${process} ${what}`);
  const faults =
    options.faults ?? makeRandomFaults(makeChance(world.seed).fork('faults'), world.weather.faults);
  const witness = makeWitness(timeline);
  const coverage = makeCoverage(witness);
  const around: Surroundings = {
    timeline,
    faults,
    chance: chance.fork('latency'),
    tell,
    underWay: 0,
    struck: coverage.struck,
  };
  const cloud = makeCloudModel(world, timeline, witness, options.asksAlways);
  const delays = chance.fork('index');
  const store = witness.watch(
    makeMemoryStore({
      onIndexChange: (_key, apply) => {
        if (world.indexDelay === 0) apply();
        else void timeline.sleep(delays.between(0, world.indexDelay)).then(apply);
      },
    }),
  );
  const skews = chance.fork('skew');
  const told: Told[] = [];
  const lines: string[] = [];
  let processes = 0;
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return ids;
  };
  const newProcess = (name: string, serves?: string) => {
    processes += 1;
    return new SimulatedProcess(`${name}-${processes}`, around, skewOf(world, skews), undefined, serves);
  };
  let host = newProcess('engine');
  const random = chance.fork('jitter').next;
  const share: SimulatedShare = {
    store,
    lastWritten: new Map(),
    vendor: { ...cloud, arrives: witness.arrives },
    settings: { deployment: 'simulated', signatureLife: world.life, requestTimeout: 10 * SECOND },
    random,
    unique: () => `unique-${nextId()}`,
    told: (one) => void told.push(one),
    tried: witness.tried,
    logged(process, level, line) {
      lines.push(JSON.stringify(line));
      if (level === 'warn')
        tell(process.name, `! ${line.what} ${line.code ?? ''} ${String(line.data?.message ?? '')}`);
    },
  };

  function seat(name: string, serves?: string): Seat {
    const process = world.composition === 'embedded' ? host.thread(name, serves) : newProcess(name, serves);
    const ports = makeSimulatedPorts(process, share, platform.executionsOf(process));
    return { process, ports: options.mutant?.alter(ports, { process, ports }) ?? ports };
  }

  const platform: Platform = makePlatform({
    host,
    mortal: world.composition === 'embedded',
    seat,
    random,
    uuid: () => `00000000-0000-4000-8000-${String(nextId()).padStart(12, '0')}`,
  });

  return {
    world,
    timeline,
    witness,
    cloud,
    platform,
    faults,
    chance: chance.fork('drive'),
    store,
    told,
    lines,
    surprises: [],
    coverage,
    underWay: () => around.underWay,
    seat,
    host: () => host,
    async replaceHost() {
      host = newProcess('engine');
      tell(host.name, 'the process starts again');
      await platform.restart(host);
    },
    tell,
    trace: () => trace,
    traceHash: () => createHash('sha256').update(trace.join('\n')).digest('hex').slice(0, 16),
  };
}

/** Any two clocks differ by at most the protocol's margin of 5 s. */
function skewOf(world: World, chance: Chance): Skew {
  if (!world.weather.skew) return { offset: 0, rate: 0, most: 0 };
  const rate = chance.happens(0.2) ? chance.next() * 1.5 - 0.5 : 0;
  return { offset: chance.between(-2500, 2500), rate, most: 2500 };
}
