import fc from 'fast-check';
import type { Instance, Node, Shard } from '../../shared/volcengine/redis.ts';

/** `p` primary, `s` secondary, `x` secondary that is not running, `?` unknown role; `@zone` behind it, else zone `a`. */
export function shardOf(shardId: string, ...nodes: readonly string[]): Shard {
  return { shardId, nodes: nodes.map((node, index) => nodeOf(`${shardId}-${index}`, node)) };
}

const ROLES: Readonly<Record<string, Pick<Node, 'role' | 'status'>>> = {
  p: { role: 'PrimaryNode', status: 'running' },
  s: { role: 'SecondaryNode', status: 'running' },
  x: { role: 'SecondaryNode', status: 'stopped' },
  '?': { role: 'LearnerNode', status: 'running' },
};

function nodeOf(nodeId: string, shorthand: string): Node {
  const [letter = '', zone = 'a'] = shorthand.split('@');
  const kind = ROLES[letter];
  if (kind === undefined) throw new Error(`no such node shorthand: ${shorthand}`);
  return { nodeId, zone, ...kind };
}

export const instanceOf = (change: Partial<Instance> = {}): Instance => ({
  instanceId: 'redis-1',
  name: 'orders',
  status: 'Running',
  instanceClass: 'PrimarySecondary',
  region: 'cn-beijing',
  zones: ['a', 'b'],
  shardCount: 1,
  tags: {},
  ...change,
});

const zone = fc.constantFrom('a', 'b', 'c');
const secondary = fc.tuple(fc.constantFrom('s', 's', 's', 'x', '?'), zone).map((parts) => parts.join('@'));

/** A whole topology: one primary a shard, in a random place among 0–5 others of any role, status and zone. */
export const anyTopology = (most = 256): fc.Arbitrary<readonly Shard[]> =>
  fc
    .array(fc.tuple(zone, fc.array(secondary, { maxLength: 5 }), fc.nat({ max: 5 })), {
      minLength: 1,
      maxLength: most,
      size: 'max',
    })
    .map((shards) =>
      shards.map(([primaryZone, others, place], index) =>
        shardOf(`server-redis-1-${index}`, ...others.toSpliced(place, 0, `p@${primaryZone}`)),
      ),
    );

/** A topology in which each shard has a secondary that may be promoted in each zone. */
export const generousTopology = (most = 256): fc.Arbitrary<readonly Shard[]> =>
  fc
    .array(zone, { minLength: 1, maxLength: most, size: 'max' })
    .map((zones) =>
      zones.map((primaryZone, index) =>
        shardOf(`server-redis-1-${index}`, 's@c', `p@${primaryZone}`, 's@a', 's@b'),
      ),
    );
