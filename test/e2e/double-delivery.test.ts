import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import { auditPartition, CONTROL, keys, runPartition, TOKEN_PREFIX } from '../../shared/protocol/keys.ts';
import { readRun } from '../../shared/protocol/run.ts';
import type { Announcer } from '../../shared/steps/ports.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { practicePlan, type RehearsalOptions, rehearsal, SOLO } from '../runtime/rehearsal.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';

const WEDNESDAY = Date.parse('2026-11-25T14:00:00+08:00');
const OPENING = Date.parse('2026-11-26T02:00:00+08:00');

async function rehearsed(options: RehearsalOptions = {}) {
  const opened = rehearsal(join(temporaryFolder(), 'store.sqlite'), { at: WEDNESDAY, ...options });
  await opened.embedded.apply(practicePlan());
  return opened;
}

describe('two triggers for one occurrence at the same instant', () => {
  it('of due: one of them starts the one run', async () => {
    const { clock, embedded, model } = await rehearsed();
    await clock.sleepUntil(OPENING);

    const passes = await Promise.all([embedded.due(), embedded.due(), embedded.due()]);
    const started = passes.flatMap((pass) => pass.started);
    expect(started).toHaveLength(1);
    await embedded.engine.ended(started[0] ?? '');

    expect(await embedded.due()).toMatchObject({ started: [], skipped: [] });
    expect(model.executed()).toHaveLength(1);
  });

  it('of executions under two names: one becomes the executor, the other ends as a duplicate', async () => {
    const { clock, embedded, model } = await rehearsed();
    await clock.sleepUntil(OPENING);
    const request = { instance: SOLO, key: 'a-key', reason: 'asked twice' };
    const runId = runIdOfRequest(embedded.ports.settings.deployment, 'a-key');

    const names = ['one', 'two', 'three'];
    await Promise.all(names.map((name) => embedded.engine.start(name, request)));
    const ended = await Promise.all(names.map((name) => embedded.engine.ended(name)));

    const decisions = ended.map(({ output }) => output);
    expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(decisions.filter((output) => JSON.stringify(output).includes('duplicate'))).toHaveLength(2);
    const { run, sends } = await openRun(embedded.ports.store, runId);
    expect(run).toMatchObject({ outcome: 'SUCCEEDED', attributed: 'yes' });
    expect(sends).toHaveLength(1);
    expect(model.executed()).toHaveLength(1);
  });

  it('of executions that name the run and no key: they are refused, and the run is its own', async () => {
    const { clock, embedded, model } = await rehearsed();
    await clock.sleepUntil(OPENING);
    const [runId = ''] = (await embedded.due()).started;

    await Promise.all(['one', 'two'].map((name) => embedded.engine.start(name, { runId })));
    const ended = await Promise.all([runId, 'one', 'two'].map((name) => embedded.engine.ended(name)));

    expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED', 'FAILED', 'FAILED']);
    expect(ended.slice(1).map(({ error }) => error)).toEqual(['InputRefused', 'InputRefused']);
    expect(model.executed()).toHaveLength(1);
  });
});

it('a second delivery changes nothing but task tokens, and both who wait are answered', async () => {
  const answered: string[] = [];
  const announcer: Announcer = {
    closed: async () => undefined,
    settled: async () => undefined,
    message: async () => undefined,
    answerToken: async (token) => answered.push(token) > 0,
    unheard: async () => undefined,
    refuseToken: async () => true,
  };
  const { clock, embedded, model } = await rehearsed({ over: { announcer } });
  const { engine, ports } = embedded;
  const request = { instance: SOLO, key: 'a-key', when: 'window', reason: 'asked by another workflow' };
  const runId = runIdOfRequest(ports.settings.deployment, 'a-key');
  const record = async () => [
    ...(await ports.store.list(runPartition(runId))).filter(({ key }) => !key.sort.startsWith(TOKEN_PREFIX)),
    ...(await ports.store.list(auditPartition(runId))),
    ...(await ports.store.list(CONTROL)),
  ];
  const phase = async () => {
    const item = await ports.store.get(keys.run(runId));
    return item && readRun(item).phase;
  };
  const night = Promise.withResolvers<void>();
  const standing = clock.during(() => night.promise);

  await engine.start('one', { ...request, taskToken: 'token-one' });
  await expect.poll(phase).toBe('WAITING');
  const before = await record();
  await engine.start('two', { ...request, taskToken: 'token-two' });
  const duplicate = await engine.ended('two');
  const after = await record();
  night.resolve();
  await standing;

  expect(duplicate).toMatchObject({ status: 'SUCCEEDED', output: { decision: 'duplicate' } });
  expect(after).toEqual(before);
  expect(await engine.ended('one')).toMatchObject({ status: 'SUCCEEDED' });
  expect(answered.sort()).toEqual(['token-one', 'token-two']);
  expect(model.executed()).toHaveLength(1);
});

it('the same Idempotency-Key twice, at the same instant and later, is one run and one switchover', async () => {
  const desk = deskWith();
  const endpoint = await endpointProcess(desk);
  const service = await servePractice(desk, endpoint.url);

  const answers = await Promise.all([service.start('a-key'), service.start('a-key')]);
  await expect.poll(endpoint.executed, { timeout: 10_000 }).toHaveLength(1);
  const later = await service.start('a-key');
  const other = await service.start('a-key', { reason: 'another reason' });

  const locations = [...answers, later].map(({ headers }) => headers.get('location'));
  expect([...answers, later].map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(locations).size).toBe(1);
  expect(other.status).toBe(422);
  const month = new Date().toISOString().slice(0, 7);
  const listed: unknown = await (await service.ask(`/v1/runs?month=${month}`)).json();
  expect(listed).toMatchObject({ runs: [{ instance: `cn-beijing/${SOLO}` }] });
  expect(await endpoint.executed()).toHaveLength(1);
});
