import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { offpeak } from '../../../shared/cli/offpeak.ts';
import type { ChannelAnswer } from '../../../shared/cli/programs.ts';
import { programs } from '../../../shared/runtime/programs.ts';
import { systemClock } from '../../../shared/runtime/system-clock.ts';
import { LocalFeishu } from '../../notify/local-feishu.ts';
import { ScriptedServer } from '../../volcengine/scripted-server.ts';
import { makeStage } from '../stage.ts';

const PRACTICE = readFileSync(new URL('../../../examples/practice.plan.yaml', import.meta.url), 'utf8');
const PLAN = PRACTICE.replace(
  /practice: \{ log: practice \}.*/,
  `practice: { log: practice }
  dba: { feishu: offpeak/bot, webhook: offpeak/pager, languages: [zh-CN, en] }
  people: { sns: offpeak-people }`,
);
const [TOKEN, SECRET] = ['canary-token-of-the-bot', 'canary-secret-of-the-bot'];
const KEY = `whsec_${Buffer.alloc(24, 'k').toString('base64')}`;
const COMPLETE = {
  OFFPEAK_NOTIFY_DBA_FEISHU_URL: `https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}`,
  OFFPEAK_NOTIFY_DBA_FEISHU_SECRET: SECRET,
  OFFPEAK_NOTIFY_DBA_WEBHOOK_URL: 'https://pager.example.com/canary',
  OFFPEAK_NOTIFY_DBA_WEBHOOK_SECRET: KEY,
};
const ARRIVED: ChannelAnswer = { kind: 'feishu', delivery: { delivered: true } };
const THROTTLED: ChannelAnswer = {
  kind: 'webhook',
  delivery: {
    delivered: false,
    code: 'THROTTLED',
    permanent: false,
    retryAfterSeconds: 30,
    answered: 'HTTP 429',
  },
};

const answering = (...answers: readonly ChannelAnswer[]) =>
  makeStage({
    files: { 'plan.yaml': PLAN },
    environment: COMPLETE,
    programs: { testNotice: async () => answers },
  });

describe('notify test', () => {
  it('hands over the channels of that entry out of its variables, and needs no others', async () => {
    const stage = makeStage({ files: { 'other.yaml': PLAN }, environment: COMPLETE });

    expect(await stage.run('notify', 'test', 'dba', '--plan', 'other.yaml')).toMatchObject({ stderr: '' });

    expect(stage.begun).toMatchObject([
      {
        program: 'testNotice',
        options: { entry: 'dba', target: { feishu: 'offpeak/bot' }, zone: 'Asia/Shanghai' },
      },
    ]);
    expect(stage.begun[0]?.options).toHaveProperty('channels.practice', false);
    expect(stage.begun[0]?.options).toHaveProperty('channels.targets.size', 2);
  });

  it('reads no variables where the channels are those of a deployment', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    await stage.run('notify', 'test', 'people', '--secrets', 'cn-north-1');

    expect(stage.begun).toMatchObject([{ options: { channels: { secretsIn: 'cn-north-1' } } }]);
  });

  it.each([
    [[ARRIVED], 0],
    [[ARRIVED, THROTTLED], 1],
  ] as const)(
    'shows what each channel answered, and fails where one did not take it: %j',
    async (answers, exit) => {
      const told = await answering(...answers).run('notify', 'test', 'dba');
      const forMachines = await answering(...answers).run('notify', 'test', 'dba', '--json');

      expect([told.exit, forMachines.exit]).toEqual([exit, exit]);
      expect(told.stdout).toMatch(/^dba\n {2}feishu +delivered\n/);
      expect(JSON.parse(forMachines.stdout)).toEqual({
        entry: 'dba',
        channels: answers.map(({ kind, delivery }) => ({ kind, ...delivery })),
      });
    },
  );

  it.each([
    ['dbaa', 'plan.yaml has no entry "dbaa" under notify. Did you mean dba?'],
    ['everybody', 'plan.yaml has no entry "everybody" under notify. It has practice, dba, people.'],
    ['__proto__', 'plan.yaml has no entry "__proto__" under notify. It has practice, dba, people.'],
  ])('sends nothing to %s, whom the plan does not know', async (entry, sentence) => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN }, environment: COMPLETE });

    expect(await stage.run('notify', 'test', entry)).toEqual({
      exit: 2,
      stdout: '',
      stderr: `offpeak: ${sentence}\n`,
    });
    expect(stage.begun).toEqual([]);
  });

  it('names every missing variable at once and sends nothing', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    const ended = await stage.run('notify', 'test', 'dba');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('OFFPEAK_NOTIFY_DBA_FEISHU_URL, OFFPEAK_NOTIFY_DBA_WEBHOOK_URL');
    expect(ended.stderr).toContain('Nothing was sent.');
    expect(stage.begun).toEqual([]);
  });

  it('says how a topic is reached, which this machine cannot', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    const ended = await stage.run('notify', 'test', 'people');

    expect(ended).toMatchObject({ exit: 1, stdout: '' });
    expect(ended.stderr).toContain('--secrets <region>');
    expect(stage.begun).toEqual([]);
  });

  it('practises with variables alone', async () => {
    const stage = makeStage({ files: { 'plan.yaml': PLAN } });

    const ended = await stage.run('notify', 'test', 'dba', '--practice', '--secrets', 'cn-north-1');

    expect(ended.exit).toBe(2);
    expect(stage.begun).toEqual([]);
  });
});

describe('over HTTP, the message', () => {
  async function sent(bot: { readonly secret: string }, ...more: readonly string[]) {
    const local = new LocalFeishu({ clock: systemClock, token: TOKEN, secret: SECRET });
    await using server = await ScriptedServer.start(local.reply);
    const written = { stdout: '', stderr: '' };
    const stage = makeStage({
      files: { 'plan.yaml': PLAN },
      environment: {
        OFFPEAK_NOTIFY_DBA_FEISHU_URL: `${server.origin}${local.path}`,
        OFFPEAK_NOTIFY_DBA_FEISHU_SECRET: bot.secret,
      },
    });
    const output = {
      ...stage.surroundings.output,
      stdout(text: string) {
        written.stdout += text;
      },
      stderr(text: string) {
        written.stderr += text;
      },
    };
    const exit = await offpeak(['notify', 'test', 'dba', '--practice', ...more], {
      ...stage.surroundings,
      output,
      programs,
    });
    return { exit, ...written, arrived: local.arrived };
  }

  it("reaches the group of a bot in the entry's languages, and a channel without variables is the log", async () => {
    const { exit, stdout, stderr, arrived } = await sent({ secret: SECRET });

    expect(arrived).toHaveLength(1);
    expect(arrived[0]?.title).toMatch(/Offpeak：发给 dba 的测试消息 · .*Offpeak: a test for dba/);
    expect(arrived[0]?.lines.join('\n')).toMatch(/Sent .* Asia\/Shanghai to see whether dba is reached/);
    expect(stderr).toMatch(/^\{"level":"warn".*"entry":"dba"/);
    expect(stdout).toBe(`dba
  feishu   delivered
  webhook  in the log instead: it has no variables

dba is reached through 1 of 2 channels; the rest went to the log.
`);
    expect(exit).toBe(0);
  });

  it('that is signed with another key is refused, and neither key nor address is shown', async () => {
    const { exit, stdout, stderr, arrived } = await sent({ secret: 'canary-of-another' });

    expect(arrived).toEqual([]);
    expect(stdout).toContain(
      '  feishu   NOT DELIVERED: the key is another one, or the clock is an hour off (SIGNATURE_REFUSED, 19021)\n',
    );
    expect(stdout).toContain('dba is not reached through 1 of 2 channels.');
    expect(stdout + stderr).not.toContain('canary');
    expect(exit).toBe(1);
  });

  it('is answered in one document for machines', async () => {
    const { stdout } = await sent({ secret: 'canary-of-another' }, '--json');

    expect(JSON.parse(stdout)).toEqual({
      entry: 'dba',
      channels: [
        { kind: 'feishu', delivered: false, code: 'SIGNATURE_REFUSED', permanent: true, answered: '19021' },
        { kind: 'webhook', delivered: true, inTheLog: true },
      ],
    });
  });
});
