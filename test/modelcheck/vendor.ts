import type { Move } from './moves.ts';
import { effectBreaks } from './promises.ts';
import type { Rules } from './rules.ts';
import { instancesOf, nodeNames, type Setting, shardNames } from './setting.ts';
import type { Bytes, State, Worker } from './world.ts';

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
  if (setting.tokens === 'for ever' && state.effects.includes(effect))
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
  const broken = effectBreaks(setting, state, bytes, effect);
  return [
    { what: `${name} are executed`, next: answered(executing, bytes, 'accepted'), ...(broken && { broken }) },
    ...throttled,
  ];
}

/** The answer reaches the worker that still waits for it. That it may not is the worker's giving up. */
function answered(state: State, bytes: Bytes, answer: 'accepted' | 'refused' | 'throttled'): State {
  const workers = state.workers.map((worker): Worker => {
    const waits = worker.at === 'sent' && same(worker.bytes, bytes);
    return waits ? { ...worker, at: 'answered', answer } : worker;
  });
  return { ...state, workers };
}

const shardOf = (node: string) => node.slice(0, node.indexOf('n'));

function ended(state: State, bytes: State['changing'][number]): Move {
  return {
    what: `the change of run ${bytes.run}, batch ${bytes.batch} is done`,
    next: {
      ...state,
      changing: state.changing.filter((one) => one !== bytes),
      primaries: state.primaries.map(
        (primary) => bytes.targets.find((target) => shardOf(target) === shardOf(primary)) ?? primary,
      ),
    },
  };
}

/** The first shard of the first instance, once, to any of its other nodes. */
function failovers(setting: Setting, state: State): readonly Move[] {
  if (state.failedOver || !setting.failsOver) return [];
  const [shard = ''] = instancesOf(setting).flatMap((instance) => shardNames(setting, instance));
  return nodeNames(setting, shard)
    .filter((node) => !state.primaries.includes(node))
    .map((node) => ({
      what: `the vendor fails over to ${node}`,
      next: failedOver(state, shard, node),
    }));
}

/** A change whose targets are primary has nothing left to do: what the endpoint shows then is all that there is to see. */
function failedOver(state: State, shard: string, node: string): State {
  const primaries = state.primaries.map((primary) => (shardOf(primary) === shard ? node : primary));
  const changing = state.changing.filter(({ targets }) => !targets.every((one) => primaries.includes(one)));
  return { ...state, failedOver: true, primaries, changing };
}
