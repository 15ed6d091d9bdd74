import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { auditPartition } from '../../shared/protocol/keys.ts';
import { type Run, readRun } from '../../shared/protocol/run.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { reportBundles } from './bundle-report.ts';
import { type Deployment, deployHere, SECRET } from './deployed/deployment.ts';
import { applyThePlan, BEFORE_THE_WINDOW, INSTANCES, minutes, requestRun, SEED } from './deployed/night.ts';

const MOST_MINUTES = 60;
const TOKEN = 'token-of-a-parent';
const PARENTS = 'asked-by-a-parent';

type Name = keyof typeof INSTANCES;
const NAMES = Object.keys(INSTANCES) as Name[];

let deployment: Deployment;
let requested: unknown;
let runs: Readonly<Record<string, Run>> = {};

beforeAll(async () => {
  deployment = await deployHere(BEFORE_THE_WINDOW, SEED);
  await applyThePlan(deployment);
  const asked = {
    instance: INSTANCES.asked,
    key: 'asked/1',
    when: 'window',
    reason: 'test',
    taskToken: TOKEN,
  };
  await deployment.engine.start(PARENTS, asked);
  requested = await requestRun(deployment, INSTANCES.requested);
  await minutes(deployment, MOST_MINUTES, async () => {
    runs = await runsByName(deployment);
    return NAMES.every((name) => isOver(runs[name]));
  });
  reportBundles('built bundles, a night', [...deployment.sandboxes.usage()]);
}, 240_000);
afterAll(() => deployment?.close());

async function runsByName({ table: { store } }: Deployment): Promise<Readonly<Record<string, Run>>> {
  const found: Record<string, Run> = {};
  for (const name of NAMES) {
    const { keys } = await store.find({ index: 'instance', partition: `cn-beijing/${INSTANCES[name]}` });
    const [item] = await store.getMany(keys.slice(0, 1));
    if (item !== undefined) found[name] = (await openRun(store, readRun(item).runId)).run;
  }
  return found;
}

const isOver = (run: Run | undefined): boolean =>
  run?.announcedAt !== undefined && (run.hold !== true || run.settled !== undefined);

const effectsOn = (name: Name): number =>
  deployment.model
    .executed()
    .filter(({ effect, instanceId }) => effect === 'SwitchOver' && instanceId === INSTANCES[name]).length;

const endOf = async (name: Name) =>
  await deployment.engine.describe(name === 'asked' ? PARENTS : (runs[name]?.runId ?? ''));

describe('the built bundles, under the deployed definition', () => {
  it.each<[Name, string, string, number]>([
    ['happy', 'SUCCEEDED', 'PROVEN', 1],
    ['throttled', 'FAILED', 'THROTTLED', 0],
    ['lost', 'SUCCEEDED', 'PROVEN', 1],
    ['nothing', 'UNKNOWN', 'NO_EVIDENCE', 0],
    ['standalone', 'SKIPPED', 'NOT_READY', 0],
    ['asked', 'SUCCEEDED', 'PROVEN', 1],
    ['requested', 'SUCCEEDED', 'PROVEN', 1],
  ])('%s: ends as %s · %s, with %i effects', (name, outcome, reason, effects) => {
    expect(runs[name]).toMatchObject({ outcome, reason });
    expect(effectsOn(name)).toBe(effects);
  });

  it('fail the execution with the outcome’s own name, and no other', async () => {
    const ends = await Promise.all(NAMES.map(async (name) => [name, await endOf(name)] as const));

    expect(Object.fromEntries(ends.map(([name, end]) => [name, end?.error ?? end?.status]))).toEqual({
      happy: 'SUCCEEDED',
      throttled: 'FAILED',
      lost: 'SUCCEEDED',
      nothing: 'UNKNOWN',
      standalone: 'SUCCEEDED',
      asked: 'SUCCEEDED',
      requested: 'SUCCEEDED',
    });
  });

  it('settle what nobody knew, by the roles that they saw', () => {
    expect(runs.nothing?.settled).toMatchObject({ as: 'NOT_SWITCHED', announced: true });
  });

  it('wait in the workflow for a window that another workflow was early for, and answer its token', async () => {
    const states = (await deployment.engine.history(PARENTS)).map(({ state }) => state);

    expect(states).toContain('WaitForWindow');
    expect(deployment.heard.tokens).toMatchObject([{ answer: 'success', token: TOKEN }]);
  });

  it('accept what a signed caller asks for over HTTP, and record who it was', () => {
    expect(requested).toMatchObject({ statusCode: 202 });
    expect(runs.requested?.trigger).toMatchObject({ source: 'http', by: expect.stringContaining('/ann') });
  });

  it('leave a whole audit behind each run', async () => {
    for (const run of Object.values(runs)) {
      const events = (await deployment.table.store.list(auditPartition(run.runId))).map(readEvent);
      expect(brokenAt(run.runId, events, run.link)).toBeUndefined();
    }
  });

  it('announce each end on the bus, and what was settled', () => {
    expect(deployment.heard.events.map(({ type }) => type).toSorted()).toEqual([
      'Failed',
      ...['MessageDue', 'MessageDue'],
      'Settled',
      'Skipped',
      ...['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded'],
      'Unknown',
    ]);
  });

  it('tell people of a bad end and of its settling, each once, signed, at the public address of its receiver', () => {
    const told = deployment.receivers.arrived.map(({ id, body }) => [id, body.kind]);

    expect(told).toEqual([
      [`${runs.nothing?.runId}/trouble`, 'trouble'],
      [`${runs.nothing?.runId}/settled`, 'settled'],
    ]);
  });

  it('send nothing to a name that leads into a private network, and record that at run time', async () => {
    const { messages } = await openRun(deployment.table.store, runs.throttled?.runId ?? '');

    expect(messages).toMatchObject([
      { subject: 'trouble', entry: 'inside', channel: 'webhook', code: 'TARGET_FORBIDDEN' },
    ]);
    expect(messages[0]?.deliveredAt).toBeUndefined();
    expect(deployment.receivers.inside).toEqual([]);
  });

  it('ask nobody but the services that they are deployed with, and write no key anywhere', () => {
    expect(deployment.standIn.unknown).toEqual([]);
    expect(deployment.faults).toEqual([]);
    expect(deployment.heard.secretReads).toBeGreaterThan(0);
    const told = JSON.stringify([deployment.sandboxes.written(), deployment.heard, runs]);
    expect(told).not.toContain(SECRET.secretAccessKey);
    expect(told).not.toContain(deployment.receivers.key);
    expect(told).not.toContain('HMAC-SHA256');
  });
});
