import { nearest } from '../plan/nearest.ts';
import type { Plan } from '../plan/plan.ts';
import {
  forgetBadOutcomes,
  isStopScope,
  liftStop,
  putStop,
  readPlanPointer,
  readStop,
  type Stop,
} from '../protocol/control.ts';
import { CONTROL, keys, STOP_PREFIX } from '../protocol/keys.ts';
import { planVersion } from './plan-in-force.ts';
import type { Ports } from './ports.ts';

type StopPorts = Pick<Ports, 'store' | 'clock'>;

export type Stopped =
  | { readonly stopped: true; readonly stop: Stop }
  | { readonly stopped: false; readonly what: 'unknown scope' }
  /** Nothing in the plan in force has that name. `nearest` is the scope that was probably meant. */
  | { readonly stopped: false; readonly what: 'matches nothing'; readonly nearest?: string };

/**
 * Puts a stop: from its commit on nothing new is sent in its scope. What was sent already is observed to its end.
 *
 * A scope that matches nothing in the plan in force is refused: a mistyped stop that is confirmed halts nothing.
 */
export function makeStop(ports: StopPorts) {
  return async ({ scope, by, reason }: { scope: string; by: string; reason: string }): Promise<Stopped> => {
    if (!isStopScope(scope)) return { stopped: false, what: 'unknown scope' };
    const known = scopesOf(await planNow(ports.store));
    if (!known.some((matches) => matches.test(scope))) {
      const meant = nearest(
        scope,
        known.flatMap((matches) => matches.scope ?? []),
      );
      return { stopped: false, what: 'matches nothing', ...(meant !== undefined && { nearest: meant }) };
    }
    const stop: Stop = { scope, by, reason, at: ports.clock.now() };
    await ports.store.transact([putStop(stop)]);
    return { stopped: true, stop };
  };
}

interface KnownScope {
  readonly test: (scope: string) => boolean;
  /** The scope as a word; absent where a rule matches instances by something else than their ids. */
  readonly scope?: string;
}

async function planNow(store: Ports['store']): Promise<Plan | undefined> {
  const current = await store.get(keys.currentPlan());
  return current === undefined ? undefined : await planVersion(store, readPlanPointer(current).hash);
}

function scopesOf(plan: Plan | undefined): readonly KnownScope[] {
  const regions = new Set(Object.values(plan?.accounts ?? {}).map(({ region }) => region));
  const ids = (plan?.rules ?? []).flatMap(({ match }) => match.instance ?? []);
  const words = [
    'everything',
    ...Object.keys(plan?.accounts ?? {}).map((name) => `account:${name}`),
    ...(plan?.rules ?? []).map(({ name }) => `rule:${name}`),
    ...[...regions].flatMap((region) => ids.map((id) => `instance:${region}/${id}`)),
  ];
  const byOthers = (plan?.rules ?? []).some(({ match }) => match.instance === undefined);
  const anyInstance = (scope: string) =>
    [...regions].some((region) => scope.startsWith(`instance:${region}/`));
  return [
    ...words.map((word): KnownScope => ({ test: (scope) => scope === word, scope: word })),
    ...(byOthers ? [{ test: anyInstance }] : []),
  ];
}

/** Lifts a stop and, for an account, forgets its bad outcomes in a row with it. `false` when there was none: nothing changed. */
export function makeResume(ports: StopPorts) {
  return async (scope: string): Promise<boolean> => {
    const account = /^account:(.+)$/.exec(scope)?.[1];
    const forget = account === undefined ? [] : [forgetBadOutcomes(account)];
    return (await ports.store.transact([liftStop(scope), ...forget])).committed;
  };
}

/** All stops in force. */
export const listStops = async (ports: Pick<Ports, 'store'>): Promise<readonly Stop[]> =>
  (await ports.store.list(CONTROL, STOP_PREFIX)).map(readStop);
