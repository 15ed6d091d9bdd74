import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { channelsFromEnvironment, channelVariables } from '../../shared/cli/channels-from-environment.ts';

const BOT = 'https://open.feishu.cn/open-apis/bot/v2/hook/canary-token';
const DBA = { OFFPEAK_NOTIFY_DBA_FEISHU_URL: BOT, OFFPEAK_NOTIFY_DBA_FEISHU_SECRET: 'canary-key' };
const live = { practice: false };
const practising = { practice: true };

it.each([
  ['dba', 'feishu', 'OFFPEAK_NOTIFY_DBA_FEISHU_URL'],
  ['on-call-1', 'webhook', 'OFFPEAK_NOTIFY_ON_CALL_1_WEBHOOK_URL'],
] as const)('%s, %s reads %s', (entry, kind, variable) => {
  expect(channelVariables(entry, kind).url).toBe(variable);
});

describe('the channels of a plan', () => {
  it('are read by entry and kind; log needs none', () => {
    const { targets } = channelsFromEnvironment({ notify: { dba: { feishu: 'x', log: 'y' } } }, DBA, live);

    expect([...(targets ?? [])].map(([name]) => name)).toEqual(['dba/feishu']);
    expect(targets?.get('dba/feishu')).toMatchObject({ kind: 'feishu', secret: 'canary-key' });
  });

  it('name every missing variable at once; an empty one is missing', () => {
    const plan = { notify: { dba: { feishu: 'x', wecom: 'y' }, sre: { webhook: 'z' } } };
    const empty = { ...DBA, OFFPEAK_NOTIFY_SRE_WEBHOOK_URL: '' };
    expect(channelsFromEnvironment(plan, empty, live).faults).toEqual([
      "Set OFFPEAK_NOTIFY_DBA_WECOM_URL, OFFPEAK_NOTIFY_SRE_WEBHOOK_URL: the plan's notify needs them.",
    ]);
  });

  it.each([
    ['http://open.feishu.cn/open-apis/bot/v2/hook/canary-token', 'must be https'],
    ['https://10.0.0.1/open-apis/bot/v2/hook/canary-token', 'names an address that is not public'],
    ['https://127.0.0.1/open-apis/bot/v2/hook/canary-token', 'names an address that is not public'],
    ['canary-token', 'is no address'],
  ])('%s is refused in a sentence without the address', (url, because) => {
    const variables = { OFFPEAK_NOTIFY_DBA_FEISHU_URL: url };
    const [fault = '', ...more] =
      channelsFromEnvironment({ notify: { dba: { feishu: 'x' } } }, variables, live).faults ?? [];

    expect(more).toEqual([]);
    expect(fault).toContain(because);
    expect(fault).toMatch(
      /^OFFPEAK_NOTIFY_DBA_FEISHU_URL and OFFPEAK_NOTIFY_DBA_FEISHU_SECRET are unusable: /,
    );
    expect(fault).not.toContain('canary');
  });

  it('refuse a topic of SNS, which this machine cannot tell', () => {
    expect(channelsFromEnvironment({ notify: { dba: { sns: 'topic' } } }, {}, live).faults).toEqual([
      'dba names a topic of SNS, which only the deployment on AWS can tell; take it out.',
    ]);
  });

  it('refuse two whose names lead to the same variables', () => {
    const plan = { notify: { 'a-b': { feishu: 'x' }, a_b: { feishu: 'y' } } };
    const variables = { OFFPEAK_NOTIFY_A_B_FEISHU_URL: BOT };
    expect(channelsFromEnvironment(plan, variables, live).faults).toEqual([
      'a-b/feishu and a_b/feishu would share OFFPEAK_NOTIFY_A_B_FEISHU_URL; rename one of the entries.',
    ]);
  });

  it('show nothing when they are printed', () => {
    const read = channelsFromEnvironment({ notify: { dba: { feishu: 'x' } } }, DBA, live);
    expect(`${inspect(read)}${JSON.stringify([...(read.targets ?? [])])}`).not.toContain('canary');
  });
});

describe('in practice', () => {
  it('nothing need be set, not for a topic either', () => {
    const plan = { notify: { dba: { feishu: 'x', sns: 'topic' } } };
    expect(channelsFromEnvironment(plan, {}, practising).targets?.size).toBe(0);
  });

  it('a server of this machine may be the bot', () => {
    const variables = { OFFPEAK_NOTIFY_DBA_FEISHU_URL: 'http://127.0.0.1:8080/open-apis/bot/v2/hook/x' };
    const plan = { notify: { dba: { feishu: 'x' } } };
    expect(channelsFromEnvironment(plan, variables, practising).targets?.has('dba/feishu')).toBe(true);
  });
});
