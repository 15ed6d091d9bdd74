import { expect, it } from 'vitest';
import { z } from 'zod';
import { nodeOf, practiceModel, resultOf } from './practice-model.ts';

const schema = z.object({
  TotalInstancesNum: z.int(),
  Instances: z.array(z.looseObject({ InstanceId: z.string(), Status: z.string() })),
});

function list(body: Record<string, unknown>, seed = {}) {
  const { call, switchOver, clock } = practiceModel(seed);
  switchOver('solo', [nodeOf('solo', 0, 1)]);
  clock.advance(2_000);
  return schema.parse(resultOf(call('DescribeDBInstances', body)));
}

const idsOf = (body: Record<string, unknown>) => list(body).Instances.map((instance) => instance.InstanceId);

it.each<[Record<string, unknown>, readonly string[]]>([
  [{}, ['solo', 'fleet', 'wide', 'single', 'scaling']],
  [{ InstanceId: 'fleet' }, ['fleet']],
  [{ InstanceId: 'fle' }, []],
  [{ InstanceName: 'le' }, ['fleet', 'single']],
  [{ Status: 'PrimaryChanging' }, ['solo']],
  [{ Status: 'Scaling' }, ['scaling']],
  [{ RegionId: 'cn-shanghai' }, ['abroad']],
  [{ PageNumber: 2, PageSize: 2 }, ['wide', 'single']],
  [{ PageNumber: 9, PageSize: 2 }, []],
])('the filter %j finds %j', (body, ids) => {
  expect(idsOf(body)).toEqual(ids);
});

it('shows ten instances unless asked for more, and counts all', () => {
  const instances = Array.from({ length: 12 }, (_, index) => ({ id: `redis-${index}`, zones: ['a', 'b'] }));
  const result = list({}, { instances });

  expect(result.Instances).toHaveLength(10);
  expect(result.TotalInstancesNum).toBe(12);
});

it('describes class, shards, zones and tags under the names of the vendor', () => {
  const instances = [{ id: 'redis-1', shards: 3, zones: ['a', 'b', 'b'], tags: { app: 'orders' } }];

  expect(list({}, { instances }).Instances[0]).toMatchObject({
    InstanceId: 'redis-1',
    RegionId: 'cn-beijing',
    Status: 'Running',
    InstanceClass: 'PrimarySecondary',
    ZoneIds: ['a', 'b'],
    MultiAZ: 'enabled',
    ShardedCluster: 1,
    ShardNumber: 3,
    NodeNumber: 3,
    ServiceType: 'Basic',
    Capacity: { Total: 3072, Used: 0 },
    Tags: [{ Key: 'app', Value: 'orders' }],
  });
});

it('the detail adds the maintenance window and leaves out what the vendor leaves out', () => {
  const { call } = practiceModel();
  const detail = resultOf(call('DescribeDBInstanceDetail', { InstanceId: 'single' }));

  expect(detail).toMatchObject({
    InstanceClass: 'Standalone',
    MultiAZ: 'disabled',
    ShardedCluster: 0,
    MaintenanceTime: '02:00-03:59',
    ShardCapacityV2: 1024,
    ConfigureNodes: [{ AZ: 'a' }],
    VisitAddrs: [{ AddrType: 'Private', Port: '6379' }],
  });
  expect(detail).not.toHaveProperty('ServiceType');
  expect(detail).not.toHaveProperty('PrivateAddress');
});
