import { advance } from '../../shared/protocol/advance.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { pin } from '../../shared/protocol/pins.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { planBatches } from '../../shared/switchover/batches.ts';
import { chooseTargets } from '../../shared/switchover/targets.ts';
import { fileOf } from './items.ts';
import type { Move } from './moves.ts';
import { once } from './once.ts';
import { lossBreaks } from './promises.ts';
import type { Rules } from './rules.ts';
import { claimsOfSend, sendingMoves } from './sending.ts';
import { runIds, type Setting } from './setting.ts';
import {
  clockOf,
  LIFE,
  leaseIn,
  type State,
  shardsOf,
  transacted,
  type Worker,
  withPromise,
} from './world.ts';

/** A worker's next step from where it stands: any transaction that the conditions let through, whatever the phase. */
export function workerMoves(
  setting: Setting,
  rules: Rules,
  state: State,
  worker: Worker,
  index: number,
): readonly Move[] {
  const me = new WorkerInWorld(setting, rules, state, index);
  switch (worker.at) {
    case 'idle':
      return runIds(setting).flatMap((runId) => me.begins(runId));
    case 'read':
      return [...me.acts(worker.run, worker.lease), me.givesUp(worker.run)];
    case 'renewed':
      return [me.signs(worker.run), me.givesUp(worker.run)];
    case 'signed':
      return [...claimsOfSend(setting, rules, state, worker, index), me.givesUp(worker.run)];
    default:
      return sendingMoves(setting, rules, state, worker, index);
  }
}

export const withWorker = (state: State, index: number, worker: Worker): State => ({
  ...state,
  workers: state.workers.map((one, place) => (place === index ? worker : one)),
});

/** One of the workers, in one state, before it has claimed a send. */
class WorkerInWorld {
  readonly #setting: Setting;
  readonly #rules: Rules;
  readonly #state: State;
  readonly #index: number;
  readonly #name: string;
  readonly #now: number;

  constructor(setting: Setting, rules: Rules, state: State, index: number) {
    this.#setting = setting;
    this.#rules = rules;
    this.#state = state;
    this.#index = index;
    this.#name = `worker ${index + 1}`;
    this.#now = clockOf(setting, state, index);
  }

  #at(worker: Worker): State {
    return withWorker(this.#state, this.#index, worker);
  }

  /** Reads a run; with views that are always fresh, it acts on it in the same moment. */
  begins(runId: string): readonly Move[] {
    const { run } = fileOf(this.#state, runId);
    const lease = leaseIn(this.#setting, this.#state, runId);
    if (this.#setting.views === 'fresh') return this.acts(run, lease);
    const what = `${this.#name} reads run ${runId} (${run.phase})`;
    return [{ what, next: this.#at({ at: 'read', run, lease }) }];
  }

  acts(run: Run, lease: ReturnType<typeof leaseIn>): readonly Move[] {
    return [...this.#claims(run, lease), ...this.#pins(run), ...this.#renews(run)];
  }

  givesUp(run: Run): Move {
    return { what: `${this.#name} gives up run ${run.runId}`, next: this.#at({ at: 'idle' }) };
  }

  signs(run: Run): Move {
    const next = this.#at({ at: 'signed', run, expiresAt: this.#now + LIFE });
    return { what: `${this.#name} signs the request of run ${run.runId}`, next };
  }

  #claims(run: Run, lease: ReturnType<typeof leaseIn>): readonly Move[] {
    const { writes } = once(
      this.#rules,
      run,
      `claim ${lease?.fence} ${this.#now} ${this.#setting.atOnce}`,
      () =>
        this.#rules.claim(run, {
          executor: `x${run.runId}`,
          lease,
          slots: this.#setting.atOnce === 'not asked' ? [] : [{ key: keys.atOnceSlot('prod', 0) }],
          now: this.#now,
          life: LIFE,
          event: { kind: 'CLAIMED', at: this.#now, by: 'model', detail: {} },
          last: undefined,
        }),
    );
    const next = transacted(this.#rules, this.#at({ at: 'idle' }), writes);
    if (next === undefined) return [];
    const what = `${this.#name} claims run ${run.runId} and the lease`;
    return [{ what, next: withPromise(this.#setting, next, run.runId) }];
  }

  #pins(run: Run): readonly Move[] {
    const writes = once(this.#rules, run, `pin ${this.#state.primaries} ${this.#setting.nodes}`, () => {
      const choice = chooseTargets(shardsOf(this.#setting, this.#state, run.runId), { kind: 'any' });
      return choice.chosen ? pin(run, planBatches(choice.pins, 1)).writes : undefined;
    });
    const next = writes && transacted(this.#rules, this.#at({ at: 'idle' }), writes);
    return next ? [{ what: `${this.#name} pins the targets of run ${run.runId}`, next }] : [];
  }

  /** Only who has something to send renews; who may not, notes that the lease is lost, and sends nothing. */
  #renews(run: Run): readonly Move[] {
    if (fileOf(this.#state, run.runId).pins.length === 0 || run.refusal !== undefined) return [];
    const renewing = once(this.#rules, run, `renew ${this.#now}`, () => [
      this.#rules.renewLease(run, this.#now, LIFE),
    ]);
    const renewed = transacted(this.#rules, this.#at({ at: 'renewed', run }), renewing);
    if (renewed !== undefined) {
      const next = withPromise(this.#setting, renewed, run.runId);
      return [{ what: `${this.#name} renews the lease for run ${run.runId}`, next }];
    }
    const decision = { code: 'LEASE_LOST', data: {} };
    const next = transacted(this.#rules, this.#at({ at: 'idle' }), [
      advance(run, { refusal: { answer: 'no', reason: 'BUSY', decision } }),
    ]);
    const what = `${this.#name} finds the lease of run ${run.runId} lost`;
    const broken = lossBreaks(this.#state, run.runId);
    return next && run.phase !== 'CLOSED' ? [{ what, next, broken }] : [];
  }
}
