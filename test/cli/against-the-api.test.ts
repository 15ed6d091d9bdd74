import { describe, expect, it } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import type { Programs } from '../../shared/cli/programs.ts';
import { FLEET, makeRig, type Rig, type RigOptions, SOLO } from '../steps/rig.ts';
import { makeStage } from './stage.ts';

/** The command line in front of the real API, steps, engine and endpoint model, all on one virtual clock. */
async function makeWhole(options?: RigOptions) {
  const rig = await makeRig(options);
  const stage = makeStage({ clock: rig.clock, programs: { service: serviceOf(rig) } });
  return { rig, run: stage.run };
}

function serviceOf({ ports }: Rig): Programs['service'] {
  const api = makeApi({ ports, caller: () => 'alice' });
  return async () => ({
    async request(path, { method = 'GET', body, headers = {} } = {}) {
      const answer = await api.request(path, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    close: async () => undefined,
  });
}

const confirmed = (instance: string) => ['run', instance, '--confirm', instance] as const;
const idIn = (stdout: string) => /^Run ([a-z2-7]{52})$/m.exec(stdout)?.[1] ?? '';

describe('the command line in front of the real service', () => {
  it('switches a sharded instance over and tells its story', async () => {
    const { rig, run } = await makeWhole();

    const ended = await run(...confirmed(FLEET));
    const shown = await run('show', idIn(ended.stdout));

    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /switchover {2}batch 1 of 3: accepted, request id \w+, watching the roles\n/,
    );
    expect(ended.stdout).toMatch(/outcome {5}Succeeded \(proven\): Each target is primary/);
    expect(shown.stdout).toContain('batch 3 of 3, attempt 1  one node');
    expect(shown.stdout.match(/seen as primary/g)).toHaveLength(12);
    expect(rig.executed()).toBe(3);
  });

  it('shows what it would do, and sends nothing', async () => {
    const { rig, run } = await makeWhole();

    const ended = await run('run', SOLO, '--dry-run');

    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain('Nothing was sent. To be promoted on one shard');
    expect(rig.executed()).toBe(0);
  });

  it('makes one run of the same key and request', async () => {
    const { rig, run } = await makeWhole();

    const first = await run(...confirmed(SOLO), '--key', 'pipeline-17');
    const again = await run(...confirmed(SOLO), '--key', 'pipeline-17');

    expect(again.exit).toBe(0);
    expect(idIn(again.stdout)).toBe(idIn(first.stdout));
    expect(rig.executed()).toBe(1);
  });

  it('stops, tells whom it has stopped, and resumes', async () => {
    const { rig, run } = await makeWhole();

    await run('stop', `instance:cn-beijing/${SOLO}`, '--reason', 'under repair');
    const refused = await run(...confirmed(SOLO));
    const listed = await run('stops');
    const resumed = await run('resume', `instance:cn-beijing/${SOLO}`);
    const after = await run(...confirmed(SOLO));

    expect(refused).toMatchObject({ exit: 3, stdout: '' });
    expect(refused.stderr).toContain('alice has stopped');
    expect(listed.stdout).toContain('under repair');
    expect(resumed.exit).toBe(0);
    expect(after.exit).toBe(0);
    expect(rig.executed()).toBe(1);
  });

  it('cancels a run that waits for its opening, and lists it', async () => {
    const { run } = await makeWhole({ at: Date.parse('2026-11-24T04:00:00Z') });

    const accepted = await run(...confirmed(SOLO), '--when', 'window', '--no-wait');
    const cancelled = await run('cancel', accepted.stdout.trim(), '--reason', 'by mistake');
    const again = await run('acknowledge', accepted.stdout.trim(), '--reason', 'nothing to see');
    const listed = await run('history', '--instance', SOLO);

    expect(cancelled.exit).toBe(0);
    expect(cancelled.stdout).toContain('Cancelled by alice before anything was sent: by mistake.');
    expect(again).toMatchObject({ exit: 1, stderr: expect.stringContaining('holds nothing') });
    expect(listed.stdout).toMatch(/CANCELLED {2}CANCELLED {2}solo/);
  });

  it('says when the window opens, by day', async () => {
    const { rig, run } = await makeWhole({ at: Date.parse('2026-11-24T04:00:00Z') });

    const ended = await run(...confirmed(SOLO));

    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain('The window opens Wed 2026-11-25 02:00 Asia/Shanghai');
    expect(ended.stderr).toContain('with --when window the run starts then');
    expect(rig.executed()).toBe(0);
  });

  it('lists what is wrong with a request, each with its place', async () => {
    const { run } = await makeWhole();

    const ended = await run('run', 'no such id', '--dry-run');

    expect(ended).toMatchObject({ exit: 1, stdout: '' });
    expect(ended.stderr).toContain('body/instance');
  });

  it('knows no run by a name that is none', async () => {
    const { run } = await makeWhole();

    expect(await run('show', 'nothing')).toMatchObject({ exit: 1, stdout: '' });
  });
});
