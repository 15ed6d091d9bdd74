import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../shared/time/clock.ts';
import { makeRig, NIGHT, type Rig, SOLO } from './rig.ts';

const said = (rig: Rig, runId: string) =>
  rig.lines.filter((line) => line.runId === runId).flatMap(({ code }) => (code === undefined ? [] : [code]));

describe('the log has, with the id of the run, the code of', () => {
  it.each([
    ['a proof', undefined, 'ROLES_MOVED'],
    ['a refusal by the vendor', { fault: 'accept-without-executing' }, 'ACCEPTED_BUT_NOT_SWITCHED'],
    [
      'no evidence',
      { fault: 'server-error', action: 'SwitchOver', status: 500, executes: false, times: 1 },
      'NO_ANSWER_AND_NO_CHANGE',
    ],
  ] as const)('%s', async (_, fault, code) => {
    const rig = await makeRig();
    if (fault !== undefined) rig.model.arm({ instance: SOLO, ...fault });
    const { runId } = await rig.ran();

    expect(said(rig, runId)).toContain(code);
  });

  it('a no of CheckWindow, and the close that it comes to', async () => {
    const freeze = { name: 'all', from: '2026-11-24', through: '2026-11-24', timezone: 'Asia/Shanghai' };
    const rig = await makeRig({ plan: (plan) => ({ ...plan, freezes: [freeze] }) });
    await rig.direct('d', { rule: 'solo', key: 'k', reason: 'r' });
    await rig.ended('d');
    const line = rig.lines.find(({ code }) => code === 'FROZEN');

    expect(line?.runId).toBeDefined();
    expect(said(rig, line?.runId ?? '')).toEqual(['FROZEN', 'FROZEN']);
  });

  it('a request that is refused by the API, and by whom one was accepted', async () => {
    const rig = await makeRig({ at: NIGHT - 60 * MINUTE });
    await rig.start();
    await rig.start({ key: 'other', instance: 'redis-x' });
    const runId = await rig.accepted({ when: 'window', key: 'third' });

    expect(rig.lines.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['BEFORE_OPEN', 'NO_RULE_MATCHES']),
    );
    expect(rig.lines).toContainEqual({
      runId,
      what: 'accepted',
      data: { by: 'tester', source: 'http', when: 'window', mode: 'switch' },
    });
  });

  it('a cancellation, a settling and an acknowledgement', async () => {
    const rig = await makeRig();
    const waiting = await rig.accepted({ when: 'window', key: 'w' });
    await rig.cancel(waiting);
    rig.model.arm({
      action: 'SwitchOver',
      instance: SOLO,
      fault: 'server-error',
      status: 500,
      executes: false,
      times: 1,
    });
    const { runId } = await rig.ran();
    await rig.minutes(20, async () => (await rig.run(runId)).settled !== undefined);

    expect(said(rig, waiting)).toContain('CANCELLED_BY');
    expect(said(rig, runId)).toContain('SETTLED_NOT_SWITCHED');
  });
});
