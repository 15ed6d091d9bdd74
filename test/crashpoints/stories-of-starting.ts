import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET } from '../steps/ground.ts';
import {
  acknowledge,
  cancel,
  closed,
  direct,
  OPENS,
  observing,
  type Scenario,
  stopEverything,
  threeShards,
  untilExecuted,
  withRule,
} from './scenario.ts';

/** Who starts a run and when, and who stops or cancels it. */
export const STORIES_OF_STARTING: readonly Scenario[] = [
  {
    name: 'a stop between batches, acknowledged',
    rig: { seed: threeShards },
    comesTo: ['PARTIAL · STOPPED_BETWEEN_BATCHES'],
    async play(stage) {
      const runId = await stage.start({ instance: FLEET });
      await untilExecuted(stage, 1);
      await stopEverything(stage);
      await stage.minutesUntil(closed);
      await acknowledge(stage, runId);
    },
  },
  {
    name: 'a stop before it starts',
    rig: { at: OPENS + 2 * HOUR + 15 * MINUTE },
    comesTo: ['SKIPPED · STOP'],
    async play(stage) {
      await stage.start({ when: OPENS + 2 * HOUR + 17 * MINUTE });
      await stopEverything(stage);
    },
    due: true,
  },
  {
    name: 'cancelled while it waits',
    due: true,
    rig: { at: OPENS - 5 * MINUTE },
    comesTo: ['CANCELLED · CANCELLED'],
    async play(stage) {
      const runId = await stage.start({ when: OPENS + 10 * MINUTE });
      await stage.pass(MINUTE);
      await cancel(stage, runId);
    },
  },
  {
    name: 'cancelled while it goes',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      const runId = await stage.start();
      await stage.pass(2 * SECOND);
      await cancel(stage, runId);
    },
  },
  {
    name: 'observe mode',
    rig: { plan: observing },
    comesTo: ['OBSERVED · OBSERVE_MODE'],
    play: async (stage) => void (await stage.start()),
  },
  {
    name: 'a dry run',
    comesTo: ['OBSERVED · DRY_RUN'],
    play: async (stage) => void (await stage.start({ dryRun: true })),
  },
  {
    name: 'a direct start with a task token',
    comesTo: ['SUCCEEDED · PROVEN'],
    play: (stage) => direct(stage, 'theirs', { taskToken: 'token-1' }),
  },
  {
    name: 'a direct start delivered twice',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      await direct(stage, 'theirs', { taskToken: 'token-1' });
      await stage.pass(3 * SECOND);
      await direct(stage, 'theirs-again', { taskToken: 'token-2' });
    },
  },
  {
    name: 'a workflow that no longer waits',
    workflows: { expired: ['token-1'] },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: (stage) => direct(stage, 'theirs', { taskToken: 'token-1' }),
  },
  {
    name: 'a workflow whose request is refused',
    workflows: { refused: ['token-1'] },
    comesTo: [],
    play: (stage) => direct(stage, 'theirs', { taskToken: 'token-1', instance: 'redis-nobody' }),
  },
  {
    name: 'a direct start before the window',
    rig: { at: OPENS - 3 * MINUTE },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: (stage) => direct(stage, 'theirs', { when: 'window' }),
  },
  {
    name: 'due starts it at its opening',
    due: true,
    rig: { at: OPENS - MINUTE, plan: (plan) => ({ ...plan, rules: plan.rules.slice(0, 1) }) },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.minutesUntil(closed)),
  },
  {
    name: 'once, at an instant',
    due: true,
    rig: {
      plan: (plan) => ({
        ...withRule('solo', { cadence: { kind: 'once', instant: OPENS + 12 * MINUTE } })(plan),
        rules: withRule('solo', { cadence: { kind: 'once', instant: OPENS + 12 * MINUTE } })(
          plan,
        ).rules.slice(0, 1),
      }),
    },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.minutesUntil(closed)),
  },
];
