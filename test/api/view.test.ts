import { describe, expect, it } from 'vitest';
import { viewRun, viewSummary } from '../../shared/api/view.ts';
import { type RunView, runSummarySchema, runViewSchema } from '../../shared/api/view-schema.ts';
import type { Delivery } from '../../shared/notify/channel.ts';
import { type AuditEvent, readEvent } from '../../shared/protocol/audit.ts';
import { auditPartition } from '../../shared/protocol/keys.ts';
import { type OpenedRun, openRun } from '../../shared/steps/run-file.ts';
import { HOUR } from '../../shared/time/clock.ts';
import { FLEET, makeRig, type Rig, SOLO } from '../steps/rig.ts';

interface Read {
  readonly file: OpenedRun;
  readonly events: readonly AuditEvent[];
}

async function endedRun(): Promise<Read & { rig: Rig }> {
  const rig = await makeRig();
  const started = await rig.start({ instance: FLEET });
  if (!started.started) throw new Error(JSON.stringify(started));
  const { runId } = started.run;
  await rig.ended(runId);
  const file = await openRun(rig.store, runId);
  const events = (await rig.store.list(auditPartition(runId))).map(readEvent);
  return { rig, file, events };
}

const wire = (view: RunView) => JSON.stringify(view);

describe('the view of a run', () => {
  it('has exactly the documented fields', async () => {
    const { file, events } = await endedRun();
    const view: unknown = JSON.parse(wire(viewRun(file, events, 'UTC')));

    expect(runViewSchema.strict().parse(view)).toEqual(view);
    const summary: unknown = JSON.parse(JSON.stringify(viewSummary(file.run, 'UTC')));
    expect(runSummarySchema.strict().parse(summary)).toEqual(summary);
  });

  it('tells the batches: one shard alone, then the rest', async () => {
    const { file, events } = await endedRun();

    const { pins, sends, batches, verified } = viewRun(file, events, 'UTC');

    expect(pins.map(({ targets }) => targets.length)).toEqual([1, 10, 1]);
    expect(sends.map(({ targets }) => targets.length)).toEqual([1, 10, 1]);
    expect([batches, verified]).toEqual([3, 3]);
  });

  it('holds no client token, nonce, task token or fence', async () => {
    const { file, events } = await endedRun();
    const text = wire(viewRun(file, events, 'UTC'));
    const hidden = [...file.pins.map(({ clientToken }) => clientToken), ...file.sends.map(({ by }) => by)];

    for (const secret of hidden) expect(text).not.toContain(`"${secret}"`);
    expect(text).not.toMatch(/clientToken|fence|taskToken|X-Expires|Authorization/i);
  });

  it('says so when an audit event was changed, taken out or left over', async () => {
    const { file, events } = await endedRun();
    const intact = (told: readonly AuditEvent[]) => viewRun(file, told, 'UTC').intact;

    expect(intact(events)).toBe(true);
    expect(intact(events.slice(0, -1))).toBe(false);
    expect(intact(events.toSpliced(1, 1))).toBe(false);
    expect(intact(events.map((event) => ({ ...event, by: 'somebody else' })))).toBe(false);
  });

  it('shows instants by the clocks of the zone it is given', async () => {
    const { file, events } = await endedRun();

    expect(viewRun(file, events, 'America/New_York').sentences?.en).toContain('America/New_York');
  });
});

describe('what people were told of a run', () => {
  const UNREACHABLE: Delivery = { delivered: false, code: 'TIMEOUT', permanent: false };
  const ARRIVED: Delivery = { delivered: true, receipt: 'om_1' };
  const notify = { dba: { feishu: 'bot', webhook: 'pager' } };

  /** A run that comes to FAILED, told to two channels of one entry. */
  async function troubled(answers: Readonly<Record<string, Delivery>>) {
    const rig = await makeRig({ plan: (plan) => ({ ...plan, notify }) });
    rig.people.answer(({ kind }) => answers[kind]);
    rig.model.arm({ fault: 'accept-without-executing', instance: SOLO });
    const { runId } = await rig.ran();
    return { rig, messages: async () => viewRun(await openRun(rig.store, runId), [], 'UTC').messages };
  }

  it('stands beside its requests: to whom, when, after how many tries', async () => {
    const { messages } = await troubled({ feishu: ARRIVED, webhook: UNREACHABLE });

    const [first, second, ...more] = await messages();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ about: 'trouble', entry: 'dba', channel: 'feishu', state: 'delivered' });
    expect(first).toMatchObject({ attempts: 1, receipt: 'om_1', code: undefined });
    expect(second).toMatchObject({ channel: 'webhook', state: 'waiting', attempts: 1, code: 'TIMEOUT' });
    expect(Date.parse(second?.at ?? '')).toBeGreaterThan(Date.parse(first?.at ?? ''));
  });

  it('is given up after a week, and says so', async () => {
    const { rig, messages } = await troubled({ webhook: UNREACHABLE });
    await rig.minutes(24 * 8, undefined, HOUR);

    expect((await messages())[1]).toMatchObject({ channel: 'webhook', state: 'given up', code: 'TIMEOUT' });
  });
});
