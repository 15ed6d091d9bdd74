import { expect, it } from 'vitest';
import { inconsistencies } from '../../shared/local-volcengine/seed-consistency.ts';

const ok = { id: 'a', zones: ['x', 'y'] };

it.each<[string, unknown, readonly string[]]>([
  ['a valid seed', { instances: [ok], faults: [{ fault: 'hang', instance: 'a' }] }, []],
  ['two of one id', { instances: [ok, ok] }, ['instances.1.id']],
  ['one node for two roles', { instances: [{ ...ok, zones: ['x'] }] }, ['instances.0.zones']],
  ['seven nodes', { instances: [{ ...ok, zones: [...'abcdefg'] }] }, ['instances.0.zones']],
  ['two nodes in a Standalone', { instances: [{ ...ok, class: 'Standalone' }] }, ['instances.0.zones']],
  ['a short shard', { instances: [{ ...ok, zones: [['x', 'y'], ['x']] }] }, ['instances.0.zones']],
  [
    'shards that do not match',
    { instances: [{ ...ok, shards: 3, zones: [['x', 'y']] }] },
    ['instances.0.zones'],
  ],
  [
    'strangers',
    { instances: [ok], faults: [{ instance: 'b' }], plannedEvents: [{ instance: 'c' }] },
    ['faults.0.instance', 'plannedEvents.0.instance'],
  ],
  [
    'what is malformed elsewhere',
    { instances: [7, { ...ok, zones: 3 }, ok, ok], faults: 'none' },
    ['instances.3.id'],
  ],
  ['nothing', null, []],
])('%s', (_case, document, paths) => {
  expect(inconsistencies(document).map(({ path }) => path.join('.'))).toEqual(paths);
});
