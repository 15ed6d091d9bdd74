import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeedInput } from '../../shared/local-volcengine/seed-schema.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { reportBundles } from './bundle-report.ts';
import { type Deployment, deployHere, SECRET } from './deployed/deployment.ts';
import { applyThePlan, BEFORE_THE_WINDOW, minutes } from './deployed/night.ts';
import type { FunctionUsage } from './deployed/sandboxes.ts';

/** An environment of Lambda lives for about so long; due and settle are called each minute of it. */
const IDLE_MINUTES = 120;
const MOST_MINUTES = 120;
const INSTANCES = Array.from({ length: 30 }, (_, at) => `redis-cn${String(at + 1).padStart(16, '0')}`);

const SEED: SeedInput = {
  region: 'cn-beijing',
  credentials: [{ accessKeyId: SECRET.accessKeyId, secretKey: SECRET.secretAccessKey }],
  instances: INSTANCES.map((id) => ({ id, name: id, zones: ['cn-beijing-a', 'cn-beijing-b'] })),
};

/** One at a time, so that each run finds the environments which the one before has left. */
const PLAN = `
timezone: Asia/Shanghai
defaults: { account: prod, window: night, target: any, notify: nobody }
accounts:
  prod: { region: cn-beijing, credentials: offpeak/prod, mode: switch }
windows:
  night: { days: tue, open: "02:00", close: "06:30" }
notify:
  nobody: { log: conformance }
rules:
${INSTANCES.map((id, at) => `  - { name: rule-${at}, match: { instance: ${id} }, every: tue }`).join('\n')}
`;

let deployment: Deployment;
let idle: ReadonlyMap<string, FunctionUsage>;
let night: ReadonlyMap<string, FunctionUsage>;

const succeeded = (): number => deployment.heard.events.filter(({ type }) => type === 'Succeeded').length;

beforeAll(async () => {
  deployment = await deployHere(BEFORE_THE_WINDOW - IDLE_MINUTES * MINUTE, SEED);
  await applyThePlan(deployment, PLAN);
  await minutes(deployment, IDLE_MINUTES, async () => false);
  idle = deployment.sandboxes.usage();
  await minutes(deployment, MOST_MINUTES, async () => succeeded() === INSTANCES.length);
  night = deployment.sandboxes.usage();
  reportBundles('idle minutes', [...idle]);
  reportBundles(
    'runs one by one',
    [...night].filter(([name]) => !idle.has(name)),
  );
}, 240_000);
afterAll(() => deployment?.close());

describe('what the built bundles use', () => {
  it('is told of one environment in which nothing was due for two hours', () => {
    expect([...idle.keys()].toSorted()).toEqual(['due', 'settle']);
    for (const { calls, sandboxes } of idle.values()) expect([calls, sandboxes]).toEqual([IDLE_MINUTES, 1]);
  });

  it('is told of runs that went well, one after the other', () => {
    expect(succeeded()).toBe(INSTANCES.length);
    for (const name of ['check-window', 'switch-over', 'poll-status', 'record-outcome'])
      expect([name, night.get(name)?.sandboxes]).toEqual([name, 1]);
  });
});
