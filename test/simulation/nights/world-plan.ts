import type { Plan, Rule } from '../../../shared/plan/plan.ts';
import { DAY, MINUTE, SECOND } from '../../../shared/time/clock.ts';
import type { SimulatedInstance, World } from './world.ts';

/** The plan of a world, as it stands or with the night frozen. */
export function planOf(
  world: World,
  change: { frozen: boolean; shardsAtOnce: number; version: number },
): Plan {
  const zone = 'Asia/Shanghai';
  const account = { provider: 'volcengine', region: 'cn-beijing', credentials: 'prod' } as const;
  return {
    hash: `${change.version}${'a'.repeat(64)}`.slice(0, 64),
    timezone: zone,
    accounts: {
      prod: { ...account, name: 'prod', mode: 'switch' },
      lab: { ...account, name: 'lab', mode: 'observe' },
    },
    windows: {
      night: {
        name: 'night',
        days: ['mon', 'tue', 'wed', 'thu'],
        open: '02:00',
        close: '02:40',
        cutoff: 10 * MINUTE,
        timezone: zone,
      },
    },
    freezes: change.frozen
      ? [{ name: 'frozen', from: '2026-11-24', through: '2026-11-24', timezone: zone }]
      : [],
    limits: world.limits,
    // One way that is as slow as a group's bot has to be, and one that is not.
    notify: { dba: { log: 'dba', wecom: 'dba' } },
    rules: world.instances.flatMap((instance) => ruleFor(world, instance, change.shardsAtOnce)),
    history: 400 * DAY,
  };
}

function ruleFor(world: World, { id, standing }: SimulatedInstance, shardsAtOnce: number): readonly Rule[] {
  const name = `rule-${id.at(-1)}`;
  if (standing === 'unplanned') return [];
  if (standing === 'never')
    return [{ name, match: { instance: id }, never: 'The DBAs move this one by hand.' }];
  return [
    {
      name,
      match: { instance: id },
      account: standing === 'observed' ? 'lab' : 'prod',
      window: 'night',
      cadence: { kind: 'every-opening' },
      target: { kind: 'any' },
      notify: 'dba',
      settle: 30 * SECOND,
      giveUpAfter: 10 * MINUTE,
      cooldown: world.cooldown,
      shardsAtOnce,
    },
  ];
}
