import { FLEET } from '../steps/ground.ts';
import { type Scenario, switchOver, threeShards, withLimits, withRule } from './scenario.ts';

/** What the endpoint does with what is sent. */
export const STORIES_OF_SENDING: readonly Scenario[] = [
  {
    name: 'a switchover in its window',
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.start()),
  },
  {
    name: 'three shards, one alone first',
    rig: { seed: threeShards },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.start({ instance: FLEET })),
  },
  {
    name: 'three shards, one a batch',
    rig: { seed: threeShards, plan: withRule('fleet', { shardsAtOnce: 1 }) },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.start({ instance: FLEET })),
  },
  {
    name: 'every limit taken and given back',
    rig: { plan: withLimits({ perNight: 2, onePer: 'app' }) },
    comesTo: ['SUCCEEDED · PROVEN'],
    play: async (stage) => void (await stage.start()),
  },
  {
    name: 'the answer is lost after executing',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      stage.model.arm({ fault: 'lose-answer', ...switchOver });
      await stage.start();
    },
  },
  {
    name: "Redis's InternalError after executing",
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      stage.model.arm({ fault: 'internal-error', ...switchOver });
      await stage.start();
    },
  },
  {
    name: 'executed 20 s after the caller gave up',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      stage.model.arm({ fault: 'execute-late', ...switchOver, after: '20s' });
      await stage.start();
    },
  },
  {
    name: 'throttled once, then done',
    comesTo: ['SUCCEEDED · PROVEN'],
    async play(stage) {
      stage.model.arm({ fault: 'throttle', ...switchOver });
      await stage.start();
    },
  },
  {
    name: 'throttled for good',
    comesTo: ['FAILED · THROTTLED'],
    async play(stage) {
      stage.model.arm({ fault: 'throttle', action: 'SwitchOver', times: 9 });
      await stage.start();
    },
  },
  {
    name: 'accepted and never done',
    comesTo: ['FAILED · NOT_SWITCHED'],
    async play(stage) {
      stage.model.arm({ fault: 'accept-without-executing', times: 9 });
      await stage.start();
    },
  },
];
