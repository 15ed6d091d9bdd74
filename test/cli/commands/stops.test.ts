import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import { ok, problem } from '../views.ts';

const STOP = {
  scope: 'instance:cn-beijing/redis-x',
  by: 'alice',
  reason: 'under repair',
  at: '2026-11-23T18:00:00.000Z',
};

describe('stop, resume and stops', () => {
  it('puts a stop with its reason', async () => {
    const stage = makeStage({ answering: () => ok(STOP) });

    const ended = await stage.run('stop', STOP.scope, '--reason', STOP.reason);

    expect(stage.asked).toMatchObject([
      { path: '/v1/stops/instance%3Acn-beijing%2Fredis-x', method: 'PUT', body: { reason: 'under repair' } },
    ]);
    expect(ended).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Stopped: instance:cn-beijing/redis-x.'),
    });
  });

  it('lifts a stop', async () => {
    const stage = makeStage({ answering: () => ok(undefined, 204) });

    const ended = await stage.run('resume', 'account:prod');

    expect(stage.asked).toMatchObject([{ path: '/v1/stops/account%3Aprod', method: 'DELETE' }]);
    expect(ended).toEqual({ exit: 0, stdout: 'Resumed: account:prod.\n', stderr: '' });
  });

  it('fails where there is no such stop', async () => {
    const stage = makeStage({
      answering: () => problem('not-found', 404, 'No stop of this scope is in force.'),
    });

    const ended = await stage.run('resume', 'everything');

    expect(ended).toEqual({ exit: 1, stdout: '', stderr: 'offpeak: No stop of this scope is in force.\n' });
  });

  it('lists the stops in force', async () => {
    const stage = makeStage({ answering: () => ok({ stops: [STOP] }) });

    const ended = await stage.run('stops');

    expect(ended.stdout).toBe('instance:cn-beijing/redis-x  Mon 2026-11-23 18:00 UTC  alice  under repair\n');
  });

  it('says so where none is', async () => {
    const stage = makeStage({ answering: () => ok({ stops: [] }) });

    expect((await stage.run('stops')).stdout).toBe('No stop is in force.\n');
    expect(JSON.parse((await stage.run('stops', '--json')).stdout)).toEqual({ stops: [] });
  });

  it.each([
    ['evrything', 'Did you mean everything?'],
    ['accont:prod', 'Did you mean account:…?'],
    ['rule', 'Did you mean rule:…?'],
  ])('takes no scope %s', async (scope, question) => {
    const stage = makeStage();

    const ended = await stage.run('stop', scope, '--reason', 'x');

    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(question);
    expect(stage.begun).toEqual([]);
  });

  it('puts no stop without a reason', async () => {
    const ended = await makeStage().run('stop', 'everything');

    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain('--reason');
  });
});
