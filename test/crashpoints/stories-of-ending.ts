import type { Plan } from '../../shared/plan/plan.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET, SOLO } from '../steps/ground.ts';
import {
  acknowledge,
  closed,
  direct,
  OPENS,
  type Scenario,
  switchOver,
  threeNodes,
  untilExecuted,
  withLimits,
  withRule,
} from './scenario.ts';

/** How a run ends where it does not end well, and what meets it on the way. */
export const STORIES_OF_ENDING: readonly Scenario[] = [
  {
    name: 'a failover of the vendor during the change',
    rig: { seed: threeNodes },
    comesTo: ['FAILED · FOREIGN_CHANGE'],
    async play(stage) {
      const runId = await stage.start();
      await stage.pass(SECOND);
      // Two in a row leave the third node primary, which is neither the target nor the expected one.
      stage.model.arm({ fault: 'failover', instance: SOLO, after: '8s' });
      stage.model.arm({ fault: 'failover', instance: SOLO, after: '9s' });
      await stage.minutesUntil(closed);
      await acknowledge(stage, runId);
    },
  },
  {
    name: 'UNKNOWN, settled as not switched',
    comesTo: ['UNKNOWN · NO_EVIDENCE, settled NOT_SWITCHED'],
    async play(stage) {
      stage.model.arm({ fault: 'server-error', ...switchOver, executes: false });
      await stage.start();
    },
  },
  {
    name: 'UNKNOWN, acknowledged',
    comesTo: ['UNKNOWN · NO_EVIDENCE, settled ACKNOWLEDGED'],
    async play(stage) {
      stage.model.arm({ fault: 'server-error', ...switchOver, executes: false });
      const runId = await stage.start();
      await stage.minutesUntil(closed);
      await acknowledge(stage, runId);
    },
  },
  {
    name: 'PrimaryChanging for ever, acknowledged',
    comesTo: ['UNKNOWN · NOT_SETTLED, settled ACKNOWLEDGED'],
    async play(stage) {
      stage.model.arm({ fault: 'stay-changing', times: 9, swaps: false });
      const runId = await stage.start();
      await stage.minutesUntil(closed);
      await acknowledge(stage, runId);
    },
  },
  {
    name: 'stopAfter stops the account',
    rig: { plan: withLimits({ stopAfter: 1 }) },
    comesTo: ['UNKNOWN · NO_EVIDENCE, settled NOT_SWITCHED'],
    async play(stage) {
      stage.model.arm({ fault: 'server-error', ...switchOver, executes: false });
      await stage.start();
      await stage.minutesUntil(closed);
      await stage.pass(MINUTE);
      await stage.start({ instance: FLEET, key: 'key-2' });
    },
  },
  {
    name: 'a freeze applied while it waits',
    due: true,
    rig: { at: OPENS - 3 * MINUTE, plan: (plan) => ({ ...plan, rules: plan.rules.slice(0, 1) }) },
    comesTo: ['SKIPPED · FREEZE'],
    async play(stage) {
      await stage.start({ when: OPENS + 2 * MINUTE });
      const freeze = { name: 'all', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
      await stage.act(async ({ ports }) => {
        const present = await ports.store.get({ partition: 'control', sort: `plan#${'a'.repeat(64)}` });
        const plan: Plan = JSON.parse(String(present?.attributes.text));
        await applyPlan(ports, {
          ...plan,
          hash: 'b'.repeat(64),
          freezes: [freeze],
          rules: plan.rules.map((rule) =>
            'never' in rule ? rule : { ...rule, cadence: { kind: 'once', date: '2027-01-05' } },
          ),
        });
      });
    },
  },
  {
    name: 'its target is primary already',
    rig: { plan: withRule('solo', { target: { kind: 'zone', zone: 'cn-beijing-a' } }) },
    comesTo: ['NOTHING_TO_DO · ALREADY_PRIMARY'],
    play: async (stage) => void (await stage.start()),
  },
  {
    name: 'its execution is stopped from outside',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      const runId = await stage.start();
      await untilExecuted(stage, 1);
      await stage.act(async ({ engine }) => {
        if (runId !== undefined && (await engine.describe(runId)) !== undefined)
          await engine.stop(runId, 'Somebody', 'stopped it');
      });
    },
  },
  {
    name: 'two requests for one instance',
    rig: { at: OPENS + 2 * HOUR + 15 * MINUTE },
    comesTo: ['SUCCEEDED · PROVEN', 'SKIPPED · BUSY'],
    async play(stage) {
      await stage.start();
      await direct(stage, 'theirs', { key: 'key-2' });
    },
  },
];
