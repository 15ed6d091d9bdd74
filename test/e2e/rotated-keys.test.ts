import { describe, expect, it } from 'vitest';
import { CredentialsUnavailable } from '../../shared/volcengine/errors.ts';
import { makeRig } from '../steps/rig.ts';
import { type KeyKeeper, rotatingRig } from './rotated-keys.ts';

/** An undisturbed run: CheckWindow looks once, SwitchOver looks and sends, PollStatus looks until the roles are proven. */
const UNDISTURBED = [
  'DescribeDBInstanceDetail',
  'DescribeDBInstanceDetail',
  'DescribePlannedEvents',
  'DescribeDBInstanceShards',
  'SwitchOver',
  ...Array.from({ length: 3 }, () => ['DescribeDBInstanceDetail', 'DescribeDBInstanceShards']).flat(),
];
const SEND = UNDISTURBED.indexOf('SwitchOver') + 1;
const EXCHANGES = UNDISTURBED.map((_, index) => index + 1);

/** The keys change once, after that exchange. */
const once = (exchange: number, change: (keys: KeyKeeper) => void) => {
  let changed = false;
  return rotatingRig((exchanges, keys) => {
    if (changed || exchanges.length < exchange) return;
    changed = true;
    change(keys);
  });
};

describe('a key that is rotated in the middle of a run', () => {
  it('undisturbed, the run reads its secret once', async () => {
    await using at = await rotatingRig(() => undefined);

    expect(await at.rig.ran()).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(at.exchanges()).toEqual(UNDISTURBED);
    expect(at.secretReads()).toBe(1);
  });

  it.each(EXCHANGES)(
    'and kept for a while by the vendor costs nothing, after exchange %i',
    async (exchange) => {
      await using at = await once(exchange, (keys) => keys.overlap());

      expect(await at.rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
      expect(at.exchanges()).toEqual(UNDISTURBED);
    },
  );

  it.each(EXCHANGES.filter((exchange) => exchange !== SEND - 1 && exchange < UNDISTURBED.length))(
    'and refused at once is read once more, after exchange %i',
    async (exchange) => {
      await using at = await once(exchange, (keys) => keys.rotate());

      expect(await at.rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
      expect(at.exchanges()).toEqual(
        UNDISTURBED.toSpliced(exchange, 0, `${UNDISTURBED[exchange]} InvalidAccessKey`),
      );
      expect(at.secretReads()).toBe(2);
    },
  );

  it.each(EXCHANGES.filter((exchange) => exchange !== SEND - 1 && exchange < UNDISTURBED.length))(
    'or whose temporary token ends is read once more, after exchange %i',
    async (exchange) => {
      await using at = await once(exchange, (keys) => keys.renew());

      expect(await at.rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
      expect(at.exchanges()).toEqual(
        UNDISTURBED.toSpliced(exchange, 0, `${UNDISTURBED[exchange]} InvalidSecretToken`),
      );
    },
  );

  it('and refused at once between the last look and the send: known not executed, and not sent again', async () => {
    await using at = await once(SEND - 1, (keys) => keys.rotate());

    expect(await at.rig.ran()).toMatchObject({ outcome: 'FAILED', reason: 'REFUSED' });
    expect(at.rig.asked('SwitchOver')).toBe(1);
    expect(at.rig.executed()).toBe(0);
  });

  it('and rotated again after every exchange but that one', async () => {
    await using at = await rotatingRig((exchanges, keys) => {
      const nextIsTheSend =
        !exchanges.includes('SwitchOver') && exchanges.at(-1) === 'DescribeDBInstanceShards';
      if (!nextIsTheSend) keys.rotate();
    });

    expect(await at.rig.ran()).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    expect(at.rig.asked('SwitchOver')).toBe(1);
    expect(at.secretReads()).toBeGreaterThan(4);
  });
});

describe('a key that is withdrawn', () => {
  it.each(EXCHANGES.filter((exchange) => exchange < SEND - 1))(
    'before the last look, after exchange %i: nothing is sent',
    async (exchange) => {
      await using at = await once(exchange, (keys) => keys.withdraw());

      expect(await at.rig.ran()).toMatchObject({
        outcome: 'SKIPPED',
        reason: 'NOT_READY',
        decision: { code: 'INSTANCE_UNREADABLE' },
      });
      expect(at.rig.asked('SwitchOver')).toBe(0);
    },
  );

  it.each(EXCHANGES.filter((exchange) => exchange >= SEND && exchange < UNDISTURBED.length))(
    'after the send, after exchange %i: UNKNOWN holds the instance until the key is back',
    async (exchange) => {
      let keeper: KeyKeeper | undefined;
      await using at = await once(exchange, (keys) => {
        keeper = keys;
        keys.withdraw();
      });

      const run = await at.rig.ran();
      expect(run).toMatchObject({ outcome: 'UNKNOWN', reason: 'UNREADABLE' });
      expect(await at.rig.lease()).toMatchObject({ owner: run.runId });

      keeper?.restore();
      await at.rig.minutes(60, async () => (await at.rig.run(run.runId)).settled !== undefined);
      expect(await at.rig.run(run.runId)).toMatchObject({ outcome: 'UNKNOWN', settled: { as: 'SWITCHED' } });
      expect(at.rig.asked('SwitchOver')).toBe(1);
    },
  );

  it('from the secret itself, before it signs: nothing is claimed, and the run is skipped', async () => {
    const rig = await makeRig({
      over: (ports) => ({
        ...ports,
        redis: (account) => ({
          ...ports.redis(account),
          prepareSwitchOver: async ({ instanceId }) => {
            throw new CredentialsUnavailable('SwitchOver', instanceId, new Error('the secret is gone'));
          },
        }),
      }),
    });

    expect(await rig.ran()).toMatchObject({ outcome: 'SKIPPED', reason: 'NOT_READY' });
    expect(rig.asked('SwitchOver')).toBe(0);
  });
});
