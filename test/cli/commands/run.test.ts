import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import {
  closedView,
  decision,
  INSTANCE,
  PINS,
  problem,
  RUN_ID,
  send,
  sentences,
  unfolding,
  view,
} from '../views.ts';

const CONFIRMED = ['run', INSTANCE, '--confirm', INSTANCE];

describe('run asks for one switchover and waits for its outcome', () => {
  // PROTOCOL, table B: outcome → CLI exit.
  it.each([
    ['SUCCEEDED', 0],
    ['NOTHING_TO_DO', 0],
    ['OBSERVED', 0],
    ['SKIPPED', 3],
    ['CANCELLED', 3],
    ['PARTIAL', 1],
    ['FAILED', 1],
    ['UNKNOWN', 1],
  ] as const)('%s ends with exit code %i', async (outcome, exit) => {
    const stage = makeStage({ answering: unfolding(view(), closedView({ outcome })) });

    const ended = await stage.run(...CONFIRMED);

    expect(ended.exit).toBe(exit);
    expect(stage.closed()).toBe(1);
  });

  it('sends the request as it was given, under a key of its own', async () => {
    const stage = makeStage({ answering: unfolding(closedView()) });

    await stage.run(
      ...CONFIRMED,
      ...['--target', 'zone:cn-beijing-b', '--when', '2026-11-24T02:30:00+08:00', '--reason', 'drill 12'],
    );

    expect(stage.asked).toEqual([
      {
        path: '/v1/runs',
        method: 'POST',
        body: {
          instance: INSTANCE,
          when: '2026-11-24T02:30:00+08:00',
          reason: 'drill 12',
          target: { zone: 'cn-beijing-b' },
        },
        headers: { 'idempotency-key': 'unique-1', 'accept-language': 'en' },
      },
    ]);
  });

  it.each([
    ['without --confirm', []],
    ['with another id', ['--confirm', 'redis-cn0212gzmh2xs0002']],
    ['with the id and a space', ['--confirm', `${INSTANCE} `]],
  ])('opens no service %s', async (_what, confirm) => {
    const stage = makeStage();

    const ended = await stage.run('run', INSTANCE, ...confirm);

    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(`needs --confirm ${INSTANCE}`);
    expect(stage.begun).toEqual([]);
  });

  it('needs no confirmation for a dry run', async () => {
    const stage = makeStage({ answering: unfolding(closedView({ outcome: 'OBSERVED', mode: 'dry run' })) });

    const ended = await stage.run('run', INSTANCE, '--dry-run');

    expect(ended.exit).toBe(0);
    expect(stage.asked[0]?.body).toMatchObject({ dryRun: true });
  });

  it('says when the window opens where it is not the hour, and does not call that a failure', async () => {
    const refusal = problem('not-now', 409, 'The window opens Wed 02:00.', {
      nextOpening: '2026-11-24T18:00:00.000Z',
    });
    const stage = makeStage({ answering: () => refusal });

    const ended = await stage.run(...CONFIRMED);

    expect(ended).toEqual({
      exit: 3,
      stdout: '',
      stderr:
        'offpeak: The window opens Wed 02:00.\nThe window opens Tue 2026-11-24 18:00 UTC; with --when window the run starts then.\n',
    });
  });

  it.each([
    ['never', 409, 3],
    ['key-reused', 422, 1],
    ['not-found', 404, 1],
    ['no-plan', 409, 1],
    ['unavailable', 503, 1],
  ])('a refusal of kind %s (%i) ends with exit code %i', async (kind, status, exit) => {
    const stage = makeStage({ answering: () => problem(kind, status, 'No.') });

    const ended = await stage.run(...CONFIRMED);

    expect(ended).toMatchObject({ exit, stdout: '' });
    expect(ended.stderr).toContain('offpeak: No.');
  });

  it('names the key where no answer came, because the run may have been accepted', async () => {
    const stage = makeStage({
      answering: () => {
        throw Object.assign(new Error(''), { code: 'ECONNRESET' });
      },
    });

    const ended = await stage.run(...CONFIRMED, '--key', 'pipeline-17');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('ECONNRESET');
    expect(ended.stderr).toContain('--key pipeline-17');
  });

  it('prints the id at once with --no-wait', async () => {
    const stage = makeStage({ answering: unfolding(view()) });

    const ended = await stage.run(...CONFIRMED, '--no-wait');

    expect(ended).toEqual({ exit: 0, stdout: `${RUN_ID}\n`, stderr: '' });
    expect(stage.asked).toHaveLength(1);
  });

  it('says what is held and how to free it', async () => {
    const unknown = closedView({
      outcome: 'UNKNOWN',
      reason: 'NO_EVIDENCE',
      hold: true,
      sentences: sentences('Unknown (no evidence): No clear answer came.'),
    });
    const stage = makeStage({ answering: unfolding(view(), unknown) });

    const ended = await stage.run(...CONFIRMED);

    expect(ended.stdout).toContain(`offpeak acknowledge ${RUN_ID} --reason "…"`);
    expect(ended.exit).toBe(1);
  });

  it('lets the run go on when the person stops watching', async () => {
    const stage = makeStage({ answering: unfolding(view(), view()) });
    const watching = stage.run(...CONFIRMED);
    setImmediate(() => stage.interrupt());

    const ended = await watching;

    expect(ended.exit).toBe(130);
    expect(ended.stderr).toContain(`offpeak show ${RUN_ID}`);
    expect(stage.asked.every(({ path }) => path === '/v1/runs' || path === `/v1/runs/${RUN_ID}`)).toBe(true);
    expect(stage.closed()).toBe(1);
  });
});

describe('while a run goes on', () => {
  const story = [
    view({
      gates: [],
      refusal: { answer: 'not yet', reason: 'BUSY', decision: decision('INSTANCE_BUSY', 'Busy.') },
    }),
    view(),
    view({ phase: 'SENDING', batches: 1, pins: PINS, sends: [send({ answer: 'none' })] }),
    view({ phase: 'OBSERVING', batches: 1, pins: PINS, sends: [send()] }),
    view({ phase: 'OBSERVING', batches: 1, pins: PINS, sends: [send()] }),
    closedView(),
  ] as const;

  it('writes plain lines to a pipe, one for each thing that is new', async () => {
    const stage = makeStage({ answering: unfolding(view({ phase: 'ACCEPTED', gates: [] }), ...story) });

    const ended = await stage.run(...CONFIRMED);

    expect(ended.stdout.split('\n')).toEqual([
      `18:10:00  start       cn-beijing/${INSTANCE} (switch)`,
      '18:10:01  gates       Busy.',
      '18:10:02  gates       2 gates say yes',
      '18:10:03  switchover  batch 1 of 1: watching the roles',
      '18:10:04  switchover  batch 1 of 1: accepted, request id 20261123181002REQ, watching the roles',
      '18:10:06  switchover  batch 1 of 1: accepted, request id 20261123181002REQ, on target',
      '18:10:06  outcome     Succeeded (proven): Seen twice.',
      `Run ${RUN_ID}`,
      '',
    ]);
  });

  it('writes nothing but the closed run with --json', async () => {
    const stage = makeStage({ answering: unfolding(view(), ...story), output: { isTTY: true } });

    const ended = await stage.run(...CONFIRMED, '--json');

    expect(JSON.parse(ended.stdout)).toEqual(closedView());
    expect(ended.stderr).toBe('');
  });

  it('keeps one line a stage up to date on a terminal', async () => {
    const stage = makeStage({ answering: unfolding(view(), ...story), output: { isTTY: true } });

    const ended = await stage.run(...CONFIRMED);

    const shown = ended.stdout.slice(ended.stdout.lastIndexOf('start:'));
    expect(shown).toContain('gates: 2 gates say yes');
    expect(shown).toContain('switchover: batch 1 of 1: accepted, request id 20261123181002REQ, on target');
    expect(shown).toContain('outcome: Succeeded (proven): Seen twice.');
    expect(ended.stdout).toContain('\u001B[');
    expect(ended.exit).toBe(0);
  });

  it('speaks 简体中文 where asked to', async () => {
    const stage = makeStage({
      answering: unfolding(view(), closedView()),
      environment: { LANG: 'zh_CN.UTF-8' },
    });

    const ended = await stage.run(...CONFIRMED);

    expect(ended.stdout).toContain('2 项检查均通过');
    expect(ended.stdout).toContain('（中）Succeeded');
    expect(stage.asked[0]?.headers).toMatchObject({ 'accept-language': 'zh-CN' });
  });
});

describe('run with one gate overridden', () => {
  const OVERRIDING = [...CONFIRMED, '--override', 'window', '--reason', 'incident 4711'];

  it('asks by its own route, and shows who overrode what', async () => {
    const overridden = {
      gate: 'window',
      by: 'ann',
      reason: 'incident 4711',
      at: '2026-11-24T04:00:00.000Z',
    } as const;
    const stage = makeStage({ answering: unfolding(closedView({ override: overridden })) });

    const ended = await stage.run(...OVERRIDING, '--minutes', '90');
    const shown = await stage.run('show', RUN_ID);

    expect(ended.exit).toBe(0);
    expect(stage.asked[0]).toMatchObject({
      path: '/v1/overrides',
      method: 'POST',
      body: { instance: INSTANCE, gate: 'window', minutes: 90, reason: 'incident 4711' },
      headers: { 'idempotency-key': 'unique-1' },
    });
    expect(stage.asked[0]?.body).not.toHaveProperty('when');
    expect(shown.stdout).toMatch(/overridden +.*window.*, by ann: incident 4711/);
  });

  it.each([
    [['--override', 'stop', '--reason', 'x'], 'no other gate can be overridden'],
    [['--override', 'windw', '--reason', 'x'], 'Did you mean window?'],
    [['--override', 'freeze'], '--override needs --reason'],
    [['--override', 'freeze', '--reason', 'x', '--when', 'window'], 'it cannot wait with --when'],
    [['--override', 'freeze', '--reason', 'x', '--minutes', '60'], '--minutes belongs to --override window'],
    [['--minutes', '60'], '--minutes belongs to --override window'],
    [['--override', 'window', '--reason', 'x', '--minutes', '1440'], 'a whole number from 30 to 240'],
    [['--override', 'window', '--reason', 'x', '--dry-run'], 'cannot be used with option'],
  ])('%j is refused before anything is sent', async (options, sentence) => {
    const stage = makeStage();

    const ended = await stage.run(...CONFIRMED, ...options);

    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringContaining(sentence) });
    expect(stage.begun).toEqual([]);
  });

  it('needs the confirmation as any run does', async () => {
    const ended = await makeStage().run('run', INSTANCE, '--override', 'freeze', '--reason', 'x');

    expect(ended).toMatchObject({ exit: 2, stderr: expect.stringContaining('needs --confirm') });
  });

  it('that has nothing to override is no failure', async () => {
    const detail = 'The gate window says yes by itself: ask for the run without an override.';
    const stage = makeStage({ answering: () => problem('nothing-to-override', 409, detail) });

    expect(await stage.run(...OVERRIDING)).toMatchObject({ exit: 3, stderr: `offpeak: ${detail}\n` });
  });
});
