import type { z } from 'zod';
import type { Instant } from '../time/clock.ts';
import type { Fleet, Standing } from './fleet.ts';
import { page } from './page.ts';
import type { instancesRequest } from './requests.ts';

/** What an instance of the seed has in common with all others: nothing that a switchover depends on. */
const CREATED = '2025-01-01T00:00:00Z';
const PORT = '6379';
const SHARD_CAPACITY_MIB = 1024;

/** DescribeDBInstances: the filters are joined by *and*; InstanceId and Status are exact, InstanceName is a part of the name. */
export function describeInstances(
  fleet: Fleet,
  request: z.output<typeof instancesRequest>,
  { region, at }: { readonly region: string; readonly at: Instant },
): Record<string, unknown> {
  const rows = fleet
    .instances(request.RegionId ?? region)
    .map((instance) => fleet.standing(instance, at))
    .filter(({ instance, status }) => {
      const idIsWanted = request.InstanceId === undefined || request.InstanceId === instance.id;
      const statusIsWanted = request.Status === undefined || request.Status === status;
      return idIsWanted && statusIsWanted && instance.name.includes(request.InstanceName ?? '');
    });
  return {
    TotalInstancesNum: rows.length,
    Instances: page(rows, request.PageNumber, request.PageSize).map((standing) => ({
      ...commonFields(standing),
      ServiceType: 'Basic',
      PrivateAddress: address(standing),
    })),
  };
}

/** DescribeDBInstanceDetail of one instance. */
export function describeDetail(standing: Standing): Record<string, unknown> {
  const { instance } = standing;
  return {
    ...commonFields(standing),
    AutoRenew: false,
    ConfigureNodes: (instance.shards[0]?.nodes ?? []).map((node) => ({ AZ: node.zone })),
    MaintenanceTime: instance.maintenance,
    MaxConnections: 10_000 * instance.shards.length,
    Modules: [],
    ShardCapacityV2: SHARD_CAPACITY_MIB,
    SubnetId: 'subnet-practice',
    VpcAuthMode: 'close',
    VisitAddrs: [
      { AddrType: 'Private', Address: address(standing), Port: PORT, VIP: '', VIPv6: '', EipId: '' },
    ],
  };
}

function commonFields({ instance, status }: Standing) {
  const capacity = SHARD_CAPACITY_MIB * instance.shards.length;
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    RegionId: instance.region,
    VpcId: 'vpc-practice',
    ProjectName: 'default',
    Status: status,
    InstanceClass: instance.class,
    EngineVersion: instance.engine,
    ChargeType: 'PostPaid',
    DataLayout: 'RAM',
    ZoneIds: instance.zones,
    MultiAZ: instance.zones.length > 1 ? 'enabled' : 'disabled',
    ShardedCluster: instance.shards.length > 1 ? 1 : 0,
    ShardNumber: instance.shards.length,
    NodeNumber: instance.shards[0]?.nodes.length ?? 0,
    ShardCapacity: SHARD_CAPACITY_MIB / 1024,
    Capacity: { Total: capacity, Used: 0 },
    CreateTime: CREATED,
    ExpiredTime: '',
    DeletionProtection: 'disabled',
    PrivatePort: PORT,
    VIP: '',
    VIPv6: '',
    Tags: Object.entries(instance.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function address({ instance }: Standing): string {
  return `${instance.id}.redis.${instance.region}.practice.invalid`;
}
