import { describe, expect, it } from 'vitest';
import { InvalidRequest } from '../../shared/volcengine/errors.ts';
import { clientOf, INSTANCE } from './clients.ts';
import { refuses, ScriptedServer, succeeds } from './scripted-server.ts';

const DETAIL = {
  InstanceId: INSTANCE,
  InstanceName: 'orders',
  Status: 'Running',
  InstanceClass: 'PrimarySecondary',
  RegionId: 'cn-beijing',
  ZoneIds: ['cn-beijing-a', 'cn-beijing-b'],
  ShardNumber: 2,
  MaintenanceTime: '00:00-01:59',
  BlueGreenRole: 'Blue',
  Tags: [
    { Key: 'app', Value: 'orders' },
    { Key: '__proto__', Value: 'x' },
  ],
  ShardCapacityV2: 1024,
};

describe('describeInstance', () => {
  it('gives the instance in our words', async () => {
    await using server = await ScriptedServer.start(succeeds(DETAIL));
    await using client = clientOf(server);

    const instance = await client.describeInstance(INSTANCE);

    expect(instance).toEqual({
      instanceId: INSTANCE,
      name: 'orders',
      status: 'Running',
      instanceClass: 'PrimarySecondary',
      region: 'cn-beijing',
      zones: ['cn-beijing-a', 'cn-beijing-b'],
      shardCount: 2,
      maintenanceTime: '00:00-01:59',
      blueGreenRole: 'Blue',
      tags: Object.fromEntries([
        ['app', 'orders'],
        ['__proto__', 'x'],
      ]),
    });
    expect(server.seen).toMatchObject([
      {
        url: '/?Action=DescribeDBInstanceDetail&Version=2020-12-07',
        body: JSON.stringify({ InstanceId: INSTANCE }),
      },
    ]);
  });

  it('an instance that does not exist is undefined', async () => {
    await using server = await ScriptedServer.start(refuses('InstanceNotExist'));
    await using client = clientOf(server);

    expect(await client.describeInstance(INSTANCE)).toBeUndefined();
    expect(server.seen).toHaveLength(1);
  });

  it('an answer about another instance is not taken', async () => {
    await using server = await ScriptedServer.start(succeeds({ ...DETAIL, InstanceId: 'redis-other' }));
    await using client = clientOf(server, { readBudget: { attempts: 1 } });

    await expect(client.describeInstance(INSTANCE)).rejects.toThrow(/AnswerAboutAnotherInstance/);
  });
});

describe('listInstances', () => {
  it('gives one page; what the list leaves out is absent', async () => {
    const { MaintenanceTime: _, BlueGreenRole: __, RegionId: ___, ...listed } = DETAIL;
    const bare = { ...listed, Tags: null, ZoneIds: null, ShardNumber: null };
    await using server = await ScriptedServer.start(succeeds({ TotalInstancesNum: 812, Instances: [bare] }));
    await using client = clientOf(server);

    const page = await client.listInstances({ number: 3, size: 1_000 });

    expect(page).toEqual({
      total: 812,
      instances: [
        {
          instanceId: INSTANCE,
          name: 'orders',
          status: 'Running',
          instanceClass: 'PrimarySecondary',
          region: 'cn-beijing',
          zones: [],
          shardCount: 0,
          tags: {},
        },
      ],
    });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      RegionId: 'cn-beijing',
      PageNumber: 3,
      PageSize: 1_000,
    });
  });

  it.each([
    { number: 0, size: 10 },
    { number: 1, size: 1_001 },
    { number: 1.5, size: 0 },
  ])('a page that cannot be is refused: %j', async (page) => {
    await using client = clientOf({ origin: 'http://127.0.0.1:9' });

    await expect(client.listInstances(page)).rejects.toThrow(InvalidRequest);
  });
});

describe('listTasks', () => {
  const task = (change: object) => ({
    TaskId: 'task-1',
    TaskName: 'switch',
    TaskAction: 'SwitchOver',
    TaskStatus: 'Success',
    TaskParams: '{"ClientToken":"t"}',
    CreateTime: '2026-01-02T03:04:06Z',
    FinishTime: '2026-01-02T03:04:36Z',
    InstanceInfo: { InstanceID: INSTANCE },
    ...change,
  });

  it('gives the tasks created since, of this instance only', async () => {
    const Tasks = [
      task({}),
      task({
        TaskId: 'task-2',
        FinishTime: '0001-01-01T00:00:00Z',
        InstanceInfo: null,
        TaskStatus: 'Paused',
      }),
      task({ TaskId: 'task-3', CreateTime: 'yesterday' }),
      task({ TaskId: 'task-4', InstanceInfo: { InstanceID: `${INSTANCE}0` } }),
    ];
    await using server = await ScriptedServer.start(succeeds({ Total: 4, Tasks }));
    await using client = clientOf(server);

    const tasks = await client.listTasks(INSTANCE, Date.UTC(2026, 0, 2, 3, 4, 5, 999));

    const known = { name: 'switch', action: 'SwitchOver', parameters: '{"ClientToken":"t"}' };
    const createdAt = Date.UTC(2026, 0, 2, 3, 4, 6);
    expect(tasks).toEqual([
      {
        ...known,
        taskId: 'task-1',
        status: 'Success',
        createdAt,
        finishedAt: Date.UTC(2026, 0, 2, 3, 4, 36),
      },
      { ...known, taskId: 'task-2', status: 'Paused', createdAt },
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      InstanceId: INSTANCE,
      CreationStartTime: '2026-01-02T03:04:05Z',
      PageNumber: 1,
      PageSize: 100,
    });
  });
});

describe('listPlannedEvents', () => {
  it('gives the events of exactly this instance, without times that cannot be read', async () => {
    const event = (EventId: string, change: object = {}) => ({
      EventId,
      InstanceId: INSTANCE,
      Action: 'Migrate',
      Status: 'Waiting',
      PlanStartTime: '2026-01-02T18:00:00Z',
      PlanEndTime: null,
      ...change,
    });
    const PlannedEvents = [
      event('e1'),
      event('e2', { PlanStartTime: 7 }),
      event('e3', { InstanceId: `${INSTANCE}0` }),
    ];
    await using server = await ScriptedServer.start(succeeds({ Total: 3, PlannedEvents }));
    await using client = clientOf(server);

    const events = await client.listPlannedEvents(INSTANCE);

    expect(events).toEqual([
      { eventId: 'e1', action: 'Migrate', status: 'Waiting', startsAt: Date.UTC(2026, 0, 2, 18) },
      { eventId: 'e2', action: 'Migrate', status: 'Waiting' },
    ]);
  });
});

it.each([
  ['listTasks', 0],
  ['listPlannedEvents', undefined],
] as const)('%s is undefined where the region does not have the operation', async (name, since) => {
  await using server = await ScriptedServer.start(refuses('InvalidActionOrVersion', { status: 404 }));
  await using client = clientOf(server);

  expect(await client[name](INSTANCE, since ?? 0)).toBeUndefined();
  expect(server.seen).toHaveLength(1);
});
