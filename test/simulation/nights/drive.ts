import { applyPlan } from '../../../shared/steps/apply-plan.ts';
import { makeDue } from '../../../shared/steps/due.ts';
import { makeSettle } from '../../../shared/steps/settle.ts';
import { HOUR, MINUTE } from '../../../shared/time/clock.ts';
import type { Act, Ambush } from './acts.ts';
import { type Deed, perform } from './deeds.ts';
import { ALL_ENDED, BEGINS, FAULTS_END, OPENS } from './night.ts';
import { allRuns, isOver, occurrencesOf, openRuns } from './open-runs.ts';
import type { Simulation } from './simulation.ts';
import { planOf } from './world-plan.ts';

/**
 * Lives through one night. Phase one: everything may go wrong, until the window is over or nothing can happen any more.
 * Phase two: nothing goes wrong any more, and the passes go on until every run has its outcome and every UNKNOWN is settled,
 * or the time for that is over. Last, whoever was paused wakes, and what that began is ended too.
 */
export async function drive(simulation: Simulation): Promise<readonly Deed[]> {
  const { world, timeline, store, faults } = simulation;
  const deeds: Deed[] = [];
  await applyPlan(
    { store, clock: { ...timeline } },
    planOf(world, { frozen: false, shardsAtOnce: world.shardsAtOnce, version: 0 }),
  );
  for (const [number, act] of world.acts.entries()) {
    void at(simulation, act.at, () => perform(simulation, act, number, deeds));
  }
  if (world.ambush !== undefined) void lieInAmbush(simulation, world.ambush, deeds);
  const night = new Passes(simulation);
  void night.go();
  if (world.composition === 'embedded') void keepAlive(simulation, night);
  let over = false;
  void (async () => {
    const lastAct = world.acts.at(-1)?.at ?? OPENS;
    const occurrences = occurrencesOf(world);
    await timeline.sleepUntil(Math.max(lastAct, OPENS));
    for (;;) {
      await timeline.sleep(MINUTE);
      over = isOver(await openRuns(simulation)) && isStill(simulation, occurrences);
    }
  })();
  await timeline.run(FAULTS_END, () => over);
  faults.end();
  simulation.tell('world', 'from here on nothing goes wrong');
  await timeline.run(ALL_ENDED, () => over);
  night.end();
  await timeline.run(Math.max(timeline.now(), FAULTS_END) + HOUR + MINUTE);
  if (!over) await finishLate(simulation, () => over);
  simulation.cloud.passTime();
  return deeds;
}

/** Goes on with the passes where one that was paused past the end of them has accepted a run: it too has to end. */
async function finishLate(simulation: Simulation, over: () => boolean): Promise<void> {
  const passes = new Passes(simulation);
  void passes.go();
  await simulation.timeline.run(simulation.timeline.now() + HOUR, over);
  passes.end();
}

/** Waits for that claim, acts, and in a while takes back what would keep the rest of the night from happening. */
async function lieInAmbush(
  simulation: Simulation,
  { claim, time, after, hold, act }: Ambush,
  deeds: Deed[],
): Promise<void> {
  const { timeline, witness } = simulation;
  const runId = await witness.claimed(claim, time);
  if (hold !== undefined) simulation.faults.hold(runId, hold);
  await timeline.sleep(after);
  const [run] = (await allRuns(simulation)).filter((one) => one.runId === runId);
  const about = {
    ...('run' in act && { run: witness.runIds().indexOf(runId) }),
    ...('instance' in act && { instance: run?.instance.split('/')[1] ?? '' }),
  };
  await perform(simulation, { ...act, ...about, at: timeline.now() } as Act, AMBUSH, deeds);
  await timeline.sleep(4 * MINUTE);
  const at = timeline.now();
  if (act.act === 'stop') await perform(simulation, { ...act, at, act: 'resume' }, AMBUSH + 1, deeds);
  if (act.act === 'apply a plan') await perform(simulation, { ...act, at, frozen: false }, AMBUSH + 1, deeds);
}

/** The acts of an ambush are numbered beyond those of the world. */
const AMBUSH = 900;

/** Whether every occurrence of the night has its record, and before faults end nobody is held up in the middle of anything. */
function isStill({ witness, timeline, underWay }: Simulation, occurrences: readonly string[]): boolean {
  const held = timeline.now() < FAULTS_END && underWay() > 0;
  return !held && occurrences.every((runId) => witness.phaseOf(runId) !== undefined);
}

async function at(simulation: Simulation, instant: number, act: () => Promise<void>): Promise<void> {
  await simulation.timeline.sleepUntil(instant);
  await act();
}

/** The passes of due and settle, each minute, some of them left out; in the cloud they do not wait for each other. */
class Passes {
  readonly #simulation: Simulation;
  #ended = false;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  end(): void {
    this.#ended = true;
  }

  get ended(): boolean {
    return this.#ended;
  }

  async go(): Promise<void> {
    const { timeline, chance, world } = this.#simulation;
    const past = Math.max(0, Math.floor((timeline.now() - BEGINS) / MINUTE));
    for (let minute = past + 1; !this.#ended; minute += 1) {
      await timeline.sleepUntil(BEGINS + minute * MINUTE + chance.between(0, 900));
      if (this.#ended) return;
      const rough = timeline.now() < FAULTS_END;
      if (timeline.now() >= OPENS - MINUTE && !(rough && chance.happens(world.missedMinutes))) {
        void this.#pass('due');
      }
      if (!(rough && chance.happens(world.missedMinutes))) void this.#pass('settle');
    }
  }

  async #pass(which: 'due' | 'settle'): Promise<void> {
    if (!this.#simulation.host().alive) return;
    const { process, ports } = this.#simulation.seat(which);
    const endsAt = process.clock.now() + 50_000;
    const frame = { remaining: () => Math.max(0, endsAt - process.clock.now()) };
    try {
      await (which === 'due' ? makeDue(ports)({}, frame) : makeSettle(ports)({}, frame));
    } catch (fault) {
      this.#simulation.tell(process.name, `! ${which} failed: ${String(fault)}`);
    }
  }
}

/** How long a process that died may stay away. */
const AWAY = [1_000, 20_000, 120_000, 700_000];

/** Starts the process again after it died: as a supervisor does, or in rough nights after a while. */
async function keepAlive(simulation: Simulation, night: Passes): Promise<void> {
  const { timeline, chance, world } = simulation;
  while (!night.ended) {
    await simulation.host().death.catch(() => undefined);
    if (timeline.now() < FAULTS_END) await timeline.sleep(chance.pick(world.weather.acts ? AWAY : [1_000]));
    await simulation.replaceHost();
  }
}
