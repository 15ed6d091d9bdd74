import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { planPointer, planVersion } from '../../shared/steps/plan-in-force.ts';
import { makeRig, NIGHT } from './rig.ts';

const freeze = { name: 'Double 11', from: '2026-11-09', through: '2026-11-12', timezone: 'Asia/Shanghai' };

describe('applying a plan', () => {
  it('puts it in force with its freezes as instants, both days included, and who may switch', async () => {
    const rig = await makeRig();
    await rig.apply((plan) => ({
      ...plan,
      freezes: [freeze],
      accounts: {
        ...plan.accounts,
        watched: {
          ...{ name: 'watched', provider: 'volcengine', region: 'cn-beijing', credentials: 'w' },
          mode: 'observe',
        },
      },
    }));
    expect(await planPointer(rig.store)).toMatchObject({
      appliedAt: NIGHT,
      freezes: [
        {
          name: 'Double 11',
          startsAt: Date.parse('2026-11-09T00:00:00+08:00'),
          endsAt: Date.parse('2026-11-13T00:00:00+08:00'),
        },
      ],
      switching: ['prod'],
    });
  });

  it('keeps the versions before it, for the runs that began under them', async () => {
    const rig = await makeRig();
    const { hash } = await planPointer(rig.store);
    await rig.apply((plan) => ({ ...plan, rules: [] }));
    expect((await planVersion(rig.store, hash)).rules).toHaveLength(2);
    expect((await planVersion(rig.store, (await planPointer(rig.store)).hash)).rules).toEqual([]);
    expect(await rig.store.get(keys.planVersion(hash))).toBeDefined();
  });
});
