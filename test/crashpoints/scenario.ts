import type { Plan, SwitchRule } from '../../shared/plan/plan.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { makeAcknowledge } from '../../shared/steps/acknowledge.ts';
import { makeCancel } from '../../shared/steps/cancel.ts';
import { makeStop } from '../../shared/steps/stops.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { FLEET, type GroundOptions, NIGHT, SOLO } from '../steps/ground.ts';
import type { Stage, WaitingWorkflows } from './stage.ts';

/** One story of a run, played once without faults and then once for every fault at every I/O. */
export interface Scenario {
  readonly name: string;
  readonly rig?: GroundOptions;
  readonly due?: boolean;
  readonly workflows?: WaitingWorkflows;
  /** What the runs come to without faults, in the order of their acceptance. */
  readonly comesTo: readonly string[];
  play(stage: Stage): Promise<void>;
}

export const OPENS = NIGHT - 10 * MINUTE;

export const withRule =
  (name: string, over: Partial<SwitchRule>) =>
  (plan: Plan): Plan => ({
    ...plan,
    rules: plan.rules.map((rule) => (rule.name === name && !('never' in rule) ? { ...rule, ...over } : rule)),
  });

export const withLimits =
  (over: Partial<Plan['limits']>) =>
  (plan: Plan): Plan => ({
    ...plan,
    limits: { ...plan.limits, ...over },
  });

export const observing = (plan: Plan): Plan => ({
  ...plan,
  accounts: Object.fromEntries(
    Object.entries(plan.accounts).map(([name, account]) => [name, { ...account, mode: 'observe' as const }]),
  ),
});

export const threeShards: NonNullable<GroundOptions['seed']> = {
  instances: [{ id: FLEET, name: 'fleet', shards: 3, zones: ['cn-beijing-a', 'cn-beijing-b'] }],
};
export const threeNodes: NonNullable<GroundOptions['seed']> = {
  instances: [{ id: SOLO, name: 'solo', zones: ['cn-beijing-a', 'cn-beijing-b', 'cn-beijing-a'] }],
};

export const switchOver = { action: 'SwitchOver', times: 1 } as const;

export const stopEverything = (stage: Stage) =>
  stage.act(({ ports }) => makeStop(ports)({ scope: 'everything', by: 'tester', reason: 'test' }));

type RunId = string | undefined;

/** There is nothing to acknowledge or to cancel where the request was refused. */
export const acknowledge = async (stage: Stage, runId: RunId) =>
  runId !== undefined &&
  (await stage.act(({ ports }) => makeAcknowledge(ports)({ runId, by: 'tester', reason: 'seen' })));

export const cancel = async (stage: Stage, runId: RunId) =>
  runId !== undefined &&
  (await stage.act(({ ports }) => makeCancel(ports)({ runId, by: 'tester', reason: 'test' })));

export const closed = (runs: readonly Run[]) =>
  runs.length > 0 && runs.every((run) => run.phase === 'CLOSED');

export const untilExecuted = async (stage: Stage, effects: number) => {
  for (let second = 0; second < 90 && stage.model.executed().length < effects; second += 1)
    await stage.pass(SECOND);
};

/** A direct StartExecution. A name that is taken is the same request again. */
export const direct = (stage: Stage, name: string, input: Record<string, unknown>) =>
  stage.act(async ({ engine }) => {
    if ((await engine.describe(name)) === undefined)
      await engine.start(name, { instance: SOLO, key: 'key-1', reason: 'test', ...input });
  });
