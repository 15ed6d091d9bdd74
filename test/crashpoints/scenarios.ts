import type { Plan, SwitchRule } from '../../shared/plan/plan.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { applyPlan } from '../../shared/steps/apply-plan.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { makeStop } from '../../shared/steps/stops.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET, type GroundOptions, NIGHT, SOLO } from '../steps/ground.ts';
import type { Stage } from './stage.ts';

/** One story of a run, played once without faults and then once for every fault at every I/O. */
export interface Scenario {
  readonly name: string;
  readonly rig?: GroundOptions;
  readonly due?: boolean;
  /** What the runs come to without faults, in the order of their acceptance. */
  readonly comesTo: readonly string[];
  play(stage: Stage): Promise<void>;
}

const OPENS = NIGHT - 10 * MINUTE;

const withRule =
  (name: string, over: Partial<SwitchRule>) =>
  (plan: Plan): Plan => ({
    ...plan,
    rules: plan.rules.map((rule) => (rule.name === name && !('never' in rule) ? { ...rule, ...over } : rule)),
  });

const withLimits =
  (over: Partial<Plan['limits']>) =>
  (plan: Plan): Plan => ({
    ...plan,
    limits: { ...plan.limits, ...over },
  });

const observing = (plan: Plan): Plan => ({
  ...plan,
  accounts: Object.fromEntries(
    Object.entries(plan.accounts).map(([name, account]) => [name, { ...account, mode: 'observe' as const }]),
  ),
});

const threeShards: NonNullable<GroundOptions['seed']> = {
  instances: [{ id: FLEET, name: 'fleet', shards: 3, zones: ['cn-beijing-a', 'cn-beijing-b'] }],
};
const threeNodes: NonNullable<GroundOptions['seed']> = {
  instances: [{ id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-a'] }],
};

const switchOver = { action: 'SwitchOver', times: 1 } as const;

const stopEverything = (stage: Stage) =>
  stage.act(({ ports }) => makeStop(ports)({ scope: 'everything', by: 'tester', reason: 'test' }));

type RunId = string | undefined;

/** There is nothing to acknowledge or to cancel where the request was refused. */
const acknowledge = async (stage: Stage, runId: RunId) =>
  runId !== undefined &&
  (await stage.act(({ ports }) => makeAcknowledge(ports)({ runId, by: 'tester', reason: 'seen' })));

const cancel = async (stage: Stage, runId: RunId) =>
  runId !== undefined &&
  (await stage.act(({ ports }) => makeCancel(ports)({ runId, by: 'tester', reason: 'test' })));

const closed = (runs: readonly Run[]) => runs.length > 0 && runs.every((run) => run.phase === 'CLOSED');

const untilExecuted = async (stage: Stage, effects: number) => {
  for (let second = 0; second < 90 && stage.model.executed().length < effects; second += 1)
    await stage.pass(SECOND);
};

/** A direct StartExecution. A name that is taken is the same request again. */
const direct = (stage: Stage, name: string, input: Record<string, unknown>) =>
  stage.act(async ({ engine }) => {
    if ((await engine.describe(name)) === undefined)
      await engine.start(name, { instance: SOLO, key: 'key-1', reason: 'test', ...input });
  });

export const SCENARIOS: readonly Scenario[] = [
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

/** The scenarios whose pairs are played: those in which the protocol has most to do. */
export const PAIRED: readonly string[] = [
  'a switchover in its window',
  'three shards, one alone first',
  'the answer is lost after executing',
  'throttled once, then done',
  'a direct start delivered twice',
  'due starts it at its opening',
  'UNKNOWN, settled as not switched',
];

/** Throws where there is no such scenario. */
export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario '${name}'.`);
  return scenario;
}
