import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isChanging,
  primariesAt,
  type RoleChange,
  statusAt,
  turningPoints,
} from '../../shared/local-volcengine/changes.ts';
import { layOut } from '../../shared/local-volcengine/instance.ts';

const instance = layOut({
  id: 'i',
  name: 'i',
  region: 'r',
  class: 'PrimarySecondary',
  status: 'Scaling',
  statusUntil: 50,
  zones: [
    ['a', 'b'],
    ['a', 'b'],
  ],
  tags: {},
  engine: '7.0',
  maintenance: '02:00-03:59',
});

const change: RoleChange = {
  cause: 'SwitchOver',
  acceptedAt: 100,
  shownAt: 110,
  endsAt: 200,
  swaps: [{ shard: 1, nodeId: 'server-i-1-1', at: 150 }],
  failedShards: [],
};

it.each([
  [49, 'Scaling', false, 'server-i-1-0'],
  [50, 'Running', false, 'server-i-1-0'],
  [100, 'Running', true, 'server-i-1-0'],
  [110, 'PrimaryChanging', true, 'server-i-1-0'],
  [149, 'PrimaryChanging', true, 'server-i-1-0'],
  [150, 'PrimaryChanging', true, 'server-i-1-1'],
  [199, 'PrimaryChanging', true, 'server-i-1-1'],
  [200, 'Running', false, 'server-i-1-1'],
])('at %i it is %s', (at, status, changing, primary) => {
  expect(statusAt(instance, [change], at)).toBe(status);
  expect(isChanging([change], at)).toBe(changing);
  expect(primariesAt(instance, [change], at)).toEqual(['server-i-0-0', primary]);
});

it('a change that never ends shows for ever', () => {
  const { endsAt: _, ...endless } = change;

  expect(statusAt(instance, [endless], 1e15)).toBe('PrimaryChanging');
  expect(turningPoints(endless)).toEqual([110, 150]);
});

it('a change can leave a status behind', () => {
  expect(statusAt(instance, [{ ...change, endsAs: 'TaskFailed' }], 200)).toBe('TaskFailed');
});

it('every shard has exactly one primary, a node of its own, whatever changes overlap', () => {
  const swap = fc
    .record({ shard: fc.nat(1), node: fc.nat(1), at: fc.nat(300) })
    .map(({ shard, node, at }) => ({ shard, nodeId: `server-i-${shard}-${node}`, at }));
  const anyChange = fc.array(swap).map((swaps): RoleChange => ({ ...change, swaps }));
  fc.assert(
    fc.property(fc.array(anyChange), fc.nat(400), (changes, at) => {
      const primaries = primariesAt(instance, changes, at);

      expect(primaries).toHaveLength(2);
      for (const [shard, nodeId] of primaries.entries()) expect(nodeId).toMatch(`server-i-${shard}-`);
    }),
  );
});
