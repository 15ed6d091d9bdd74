import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inRegion,
  instancePage,
  instanceRecord,
  plannedEventPage,
  shardPage,
  taskPage,
} from '../../shared/volcengine/schemas.ts';

const SCHEMAS = {
  instance: instanceRecord,
  instances: instancePage,
  shards: shardPage,
  tasks: taskPage,
  events: plannedEventPage,
};

describe('answers that are tolerated', () => {
  it.each([
    ['an unknown status', { Status: 'Levitating' }, { status: 'Levitating' }],
    ['no status', {}, { status: '' }],
    ['an unknown class', { InstanceClass: 'Quorum' }, { instanceClass: 'Quorum' }],
    ['unknown fields', { Brand: { New: true } }, {}],
    ['a tag without a value', { Tags: [{ Key: 'app', Value: null }] }, { tags: { app: '' } }],
    ['an empty region: the one that was asked', { RegionId: '' }, { region: 'cn-beijing' }],
  ])('%s', (_name, change, expected) => {
    const parsed = inRegion(SCHEMAS.instance.parse({ InstanceId: 'redis-1', ...change }), 'cn-beijing');

    expect(parsed).toMatchObject({ instanceId: 'redis-1', ...expected });
    expect(parsed).not.toHaveProperty('maintenanceTime');
  });

  it.each([
    ['instances', { TotalInstancesNum: 0, Instances: null }],
    ['shards', { Total: 0, InstanceShards: null }],
    ['tasks', { Total: 0 }],
    ['events', { Total: 0, PlannedEvents: [] }],
  ] as const)('no %s, however it is written', (name, result) => {
    expect(SCHEMAS[name].safeParse(result).success).toBe(true);
  });
});

describe('answers that are not', () => {
  it.each([
    ['an instance without an id', 'instance', {}],
    ['an instance with an empty id', 'instance', { InstanceId: '' }],
    ['a status that is a number', 'instance', { InstanceId: 'r', Status: 1 }],
    ['a total that is a text', 'shards', { Total: '1', InstanceShards: [] }],
    ['a negative total', 'shards', { Total: -1 }],
    ['a node without an id', 'shards', { Total: 1, InstanceShards: [{ ShardId: 's', ServerNodes: [{}] }] }],
    ['no total', 'tasks', { Tasks: [] }],
    ['a task without an id', 'tasks', { Total: 1, Tasks: [{ TaskName: 'x' }] }],
    ['an event without an id', 'events', { Total: 1, PlannedEvents: [{}] }],
  ] as const)('%s', (_name, schema, result) => {
    expect(SCHEMAS[schema].safeParse(result).success).toBe(false);
  });

  it('none of them throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(SCHEMAS)), fc.jsonValue(), (schema, json) => {
        expect(typeof schema.safeParse(json).success).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
