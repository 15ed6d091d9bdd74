import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS, type Operation } from '../../shared/local-volcengine/operations.ts';
import { SECOND } from '../../shared/time/clock.ts';
import {
  checkPermissions,
  NOBODYS_INSTANCE,
  READ_ACTIONS,
  SWITCH_ACTION,
} from '../../shared/volcengine/permissions.ts';
import { makeRig, type Rig } from '../steps/rig.ts';

const KEY = { accessKeyId: 'AKLTTEST', secretKey: 'test-only' };

/** The operations that a policy of the documents allows, as the endpoint's key of a caller who has that policy and no other. */
function allowedBy(policy: string): Operation[] {
  const file = new URL(`../../docs/policies/${policy}.json`, import.meta.url);
  const { Statement } = JSON.parse(readFileSync(file, 'utf8')) as {
    Statement: { Effect: string; Action: string[] }[];
  };
  return Statement.flatMap(({ Action }) => Action).map(
    (action) => action.replace(/^redis:/, '') as Operation,
  );
}

const rigWith = (actions: readonly Operation[] | undefined, mode?: 'observe'): Promise<Rig> =>
  makeRig({
    seed: {
      credentials: [{ ...KEY, ...(actions && { actions: [...actions] }) }],
      operations: { tasks: true },
    },
    ...(mode !== undefined && {
      plan: (plan) => ({
        ...plan,
        accounts: Object.fromEntries(
          Object.entries(plan.accounts).map(([name, account]) => [name, { ...account, mode }]),
        ),
      }),
    }),
  });

const PROD = {
  name: 'prod',
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: 'prod',
  mode: 'switch',
} as const;

const check = (rig: Rig, probe: boolean) =>
  rig.driven(checkPermissions(rig.ports.redis(PROD), { probe, now: rig.clock.now }));

/** What the check says of a key that may do only this, as `action: standing`. */
async function standings(rig: Rig, probe = true): Promise<Record<string, string>> {
  const found = await check(rig, probe);
  return Object.fromEntries(found.map(({ action, standing }) => [action, standing]));
}

const ALL_GRANTED = Object.fromEntries(OPERATIONS.map((action) => [action, 'granted']));

describe('the policies of the documents', () => {
  it('name exactly what the client can ask', () => {
    expect(allowedBy('observe')).toEqual(READ_ACTIONS);
    expect(allowedBy('switch')).toEqual([...READ_ACTIONS, SWITCH_ACTION]);
    expect(new Set(allowedBy('switch'))).toEqual(new Set(OPERATIONS));
  });

  it('observe is enough for a run in observe mode, and lets nothing be switched', async () => {
    const rig = await rigWith(allowedBy('observe'), 'observe');

    expect(await rig.ran()).toMatchObject({ outcome: 'OBSERVED' });
    expect(rig.model.answered().filter(({ code }) => code !== undefined)).toEqual([]);
  });

  it('switch is enough for a whole run, also where an answer is lost', async () => {
    const rig = await rigWith(allowedBy('switch'));
    rig.model.arm({ fault: 'lose-answer' });

    expect(await rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    expect(rig.model.answered().filter(({ code }) => code !== undefined)).toEqual([]);
  });

  it('observe is not enough to switch: the send is refused, and known not executed', async () => {
    const rig = await rigWith(allowedBy('observe'));

    expect(await rig.ran()).toMatchObject({ outcome: 'FAILED', reason: 'REFUSED' });
    expect(rig.executed()).toBe(0);
    expect(rig.asked('SwitchOver')).toBe(1);
  });
});

describe('the check', () => {
  it.each(OPERATIONS)('names %s where that alone is missing', async (missing) => {
    const rig = await rigWith(OPERATIONS.filter((action) => action !== missing));

    expect(await standings(rig)).toEqual(
      // Without the detail nobody can say that the instance to be asked about does not exist.
      missing === 'DescribeDBInstanceDetail'
        ? { ...ALL_GRANTED, [missing]: 'missing', SwitchOver: 'not asked' }
        : { ...ALL_GRANTED, [missing]: 'missing' },
    );
  });

  it('says where each answer can be found at the vendor', async () => {
    const rig = await rigWith(['DescribeDBInstances']);

    const [, detail] = await check(rig, false);

    expect(detail).toEqual({
      action: 'DescribeDBInstanceDetail',
      standing: 'missing',
      code: 'AccessDenied',
      requestId: expect.stringMatching(/^\d{14}/),
    });
  });

  it('finds nothing missing where the region has no such operation', async () => {
    const rig = await makeRig({ seed: { operations: { tasks: false, plannedEvents: false } } });

    expect(await standings(rig)).toEqual({
      ...ALL_GRANTED,
      DescribePlannedEvents: 'not served',
      DescribeTasks: 'not served',
    });
  });

  it('asks SwitchOver only where it is told to, and then of an instance that does not exist', async () => {
    const rig = await rigWith(undefined);

    expect(await standings(rig, false)).toEqual({ ...ALL_GRANTED, SwitchOver: 'not asked' });
    expect(new Set(rig.model.answered().map(({ action }) => action))).toEqual(new Set(READ_ACTIONS));
    await standings(rig);
    expect(rig.model.answered().filter(({ action }) => action === 'SwitchOver')).toMatchObject([
      { instanceId: NOBODYS_INSTANCE, code: 'InstanceNotExist' },
    ]);
    expect(rig.model.executed()).toEqual([]);
  });

  it('signs it when it is sent, however long the reads before it took', async () => {
    const rig = await rigWith(undefined);
    const redis = rig.ports.redis(PROD);
    const signed: number[] = [];
    const slow = {
      ...redis,
      async describeInstance(instanceId: string) {
        await rig.clock.sleepUntil(rig.clock.now() + 20 * SECOND);
        return await redis.describeInstance(instanceId);
      },
      async prepareSwitchOver(request: Parameters<typeof redis.prepareSwitchOver>[0]) {
        signed.push(rig.clock.now() - request.signedAt);
        return await redis.prepareSwitchOver(request);
      },
    };

    const found = await rig.driven(checkPermissions(slow, { probe: true, now: rig.clock.now }));

    expect(found.at(-1)).toMatchObject({ action: 'SwitchOver', standing: 'granted' });
    expect(signed).toEqual([0]);
  });

  it('never asks SwitchOver of an instance that exists after all', async () => {
    const zones = ['cn-beijing-a', 'cn-beijing-b'];
    const rig = await makeRig({ seed: { instances: [{ id: NOBODYS_INSTANCE, zones }] } });

    expect(await standings(rig)).toMatchObject({ SwitchOver: 'not asked' });
    expect(rig.asked('SwitchOver')).toBe(0);
  });

  it('cannot tell where the first answer says neither yes nor no, and asks nothing more', async () => {
    const rig = await rigWith(undefined);
    rig.model.arm({ fault: 'server-error', action: 'DescribeDBInstances', times: 10, status: 503 });

    expect(await standings(rig)).toEqual({
      ...Object.fromEntries(OPERATIONS.map((action) => [action, 'not asked'])),
      DescribeDBInstances: 'unclear',
    });
    expect(new Set(rig.model.answered().map(({ action }) => action))).toEqual(
      new Set(['DescribeDBInstances']),
    );
  });
});
