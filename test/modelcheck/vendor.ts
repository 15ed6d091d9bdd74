import type { Move } from './moves.ts';
import type { Rules } from './rules.ts';
import { type Bytes, CLOSES_AT, leaseIn, type Setting, type State, type Worker } from './world.ts';

/**
 * What the endpoint does: bytes arrive, a change ends, an answer comes back or does not, a primary fails over once.
 *
 * The endpoint is as bad as it may be: it takes a request while another change is under way, and shows `Running` meanwhile.
 */
export function vendorMoves(setting: Setting, rules: Rules, state: State): readonly Move[] {
  return [
    ...state.underWay.flatMap((bytes) => arrivals(setting, rules, state, bytes)),
    ...state.changing.map((bytes) => ended(state, bytes)),
    ...failovers(setting, state),
  ];
}

const same = (one: Bytes, other: Bytes) =>
  one.run === other.run &&
  one.batch === other.batch &&
  one.attempt === other.attempt &&
  one.expiresAt === other.expiresAt;

/** The bytes arrive once: they are executed, refused, throttled, or come too late. */
function arrivals(setting: Setting, rules: Rules, state: State, bytes: Bytes): readonly Move[] {
  const rest = { ...state, underWay: state.underWay.filter((one) => one !== bytes) };
  const name = `the bytes of run ${bytes.run}, batch ${bytes.batch}, attempt ${bytes.attempt}`;
  if (state.now > bytes.expiresAt && rules.honoursLife) {
    return [{ what: `${name} arrive too late and are turned away`, next: answered(rest, bytes, 'refused') }];
  }
  const effect = `${bytes.run}/${bytes.batch}`;
  const turnedAway = { what: `${name} are throttled`, next: answered(rest, bytes, 'throttled') };
  const throttled = setting.throttles ? [turnedAway] : [];
  const known = setting.tokens === 'for ever' && state.effects.includes(effect);
  if (known)
    return [
      { what: `${name} arrive and the token is known`, next: answered(rest, bytes, 'accepted') },
      ...throttled,
    ];
  const there = bytes.targets.some((target) => state.primaries.includes(target));
  if (there) return [{ what: `${name} are refused`, next: answered(rest, bytes, 'refused') }, ...throttled];
  const executing = {
    ...rest,
    effects: [...rest.effects, effect].sort(),
    changing: [...rest.changing, { ...bytes, startedAt: state.now }],
  };
  const broken = promiseBroken(state, bytes, effect);
  return [
    { what: `${name} are executed`, next: answered(executing, bytes, 'accepted'), ...(broken && { broken }) },
    ...throttled,
  ];
}

/** The promises that an execution can break. */
function promiseBroken(state: State, bytes: Bytes, effect: string): string | undefined {
  if (state.effects.includes(effect)) return `a second effect of run ${bytes.run}, batch ${bytes.batch}`;
  if (state.changing.length > 0) return 'two effects in flight';
  if (state.now >= CLOSES_AT) return 'an effect outside the opening';
  if (bytes.stopped) return 'a send whose last look came after the stop';
  const owner = leaseIn(state)?.owner;
  if (owner !== bytes.run) return `an effect of run ${bytes.run} while ${owner ?? 'nobody'} has the lease`;
  return undefined;
}

/** The answer reaches the worker that still waits for it. That it may not is the worker's giving up. */
function answered(state: State, bytes: Bytes, answer: 'accepted' | 'refused' | 'throttled'): State {
  const workers = state.workers.map((worker): Worker => {
    const waits = worker.at === 'sent' && same(worker.bytes, bytes);
    return waits ? { ...worker, at: 'answered', answer } : worker;
  });
  return { ...state, workers };
}

function ended(state: State, bytes: State['changing'][number]): Move {
  return {
    what: `the change of run ${bytes.run}, batch ${bytes.batch} is done`,
    next: {
      ...state,
      changing: state.changing.filter((one) => one !== bytes),
      primaries: state.primaries.map(
        (primary, shard) => bytes.targets.find((target) => target.startsWith(`s${shard + 1}`)) ?? primary,
      ),
    },
  };
}

function failovers({ nodes, failsOver }: Setting, state: State): readonly Move[] {
  const [primary = ''] = state.primaries;
  if (state.failedOver || !failsOver) return [];
  return Array.from({ length: nodes }, (_, node) => `s1n${node + 1}`)
    .filter((node) => node !== primary)
    .map((node) => ({
      what: `the vendor fails over to ${node}`,
      next: { ...state, failedOver: true, primaries: [node, ...state.primaries.slice(1)] },
    }));
}
