import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TargetUnusable } from '../../shared/notify/errors.ts';
import { type Reach, readTarget, type TargetKind } from '../../shared/notify/target.ts';

const FEISHU = 'https://open.feishu.cn/open-apis/bot/v2/hook/0aa-canary';
const DINGTALK = 'https://oapi.dingtalk.com/robot/send?access_token=00canary';
const WECOM = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00-canary';
const KEY = `whsec_${Buffer.alloc(24, 'canary').toString('base64')}`;

const read = (kind: TargetKind, content: unknown, reach: Reach = 'public') =>
  readTarget(
    kind,
    'secret offpeak/dba',
    typeof content === 'string' ? content : JSON.stringify(content),
    reach,
  );

function faultsOf(...parts: Parameters<typeof read>): readonly string[] {
  try {
    read(...parts);
    return [];
  } catch (error) {
    if (error instanceof TargetUnusable) return error.faults;
    throw error;
  }
}

describe('a target is read', () => {
  it.each([
    ['feishu', { url: FEISHU }],
    ['feishu', { url: FEISHU, secret: 's' }],
    ['feishu', { url: FEISHU.replace('feishu.cn', 'larksuite.com') }],
    ['dingtalk', { url: DINGTALK, secret: 'SEC0' }],
    ['wecom', { url: WECOM }],
    ['webhook', { url: 'https://hooks.example.com/offpeak?team=dba', secret: KEY }],
    ['webhook', { url: 'https://93.184.215.14:8443/', secret: KEY }],
  ] as [TargetKind, { url: string; secret?: string }][])('%s %j', (kind, content) => {
    const target = read(kind, content);

    expect([target.kind, target.url.href, target.secret]).toEqual([kind, content.url, content.secret]);
  });

  it('over plain HTTP only from this machine, and only where that is meant', () => {
    const local = { url: 'http://127.0.0.1:7071/open-apis/bot/v2/hook/x' };

    expect(read('feishu', local, 'with loopback').url.port).toBe('7071');
    expect(faultsOf('feishu', local)).toEqual([
      'url: must be https',
      'url: names an address that is not public',
      'url: must be https://open.feishu.cn/open-apis/bot/v2/hook/…, on open.feishu.cn or open.larksuite.com',
    ]);
  });
});

describe('a target is refused, with all faults and without a value', () => {
  it.each([
    ['feishu', 'https://canary', ['it is not JSON { "url": …, "secret": … }']],
    ['feishu', '', ['it is not JSON { "url": …, "secret": … }']],
    ['feishu', [], ['it: Invalid input']],
    ['feishu', {}, ['url: Invalid input']],
    ['feishu', { url: FEISHU, key: 'canary' }, ['it has fields besides url and secret']],
    ['feishu', { url: 7, secret: 7 }, ['url: Invalid input', 'secret: Invalid input']],
    ['feishu', { url: 'canary' }, ['url: is no address']],
    ['feishu', { url: DINGTALK }, ['on open.feishu.cn', 'must have the form']],
    ['feishu', { url: 'https://open.feishu.cn.example.com/open-apis/bot/v2/hook/x' }, ['on open.feishu.cn']],
    ['feishu', { url: 'https://open.feishu.cn:8443/open-apis/bot/v2/hook/x' }, ['on open.feishu.cn']],
    ['dingtalk', { url: `${DINGTALK}&timestamp=1` }, ['must have the form']],
    ['wecom', { url: WECOM, secret: 'canary' }, ['knows no signature']],
    ['wecom', { url: `${WECOM}#canary` }, ['must hold no fragment']],
    ['wecom', { url: WECOM.replace('//', '//user:canary@') }, ['no user and no password']],
    ['webhook', { url: 'http://hooks.example.com/', secret: KEY }, ['must be https']],
    ['webhook', { url: 'ftp://hooks.example.com/', secret: KEY }, ['must be https']],
    ['webhook', { url: 'https://10.0.0.1/', secret: KEY }, ['not public']],
    ['webhook', { url: 'https://[fd00::1]/', secret: KEY }, ['not public']],
    ['webhook', { url: 'https://0x7f.1/', secret: KEY }, ['not public']],
    ['webhook', { url: 'https://hooks.example.com/' }, ['whsec_']],
    ['webhook', { url: 'https://hooks.example.com/', secret: 'short' }, ['whsec_']],
    ['webhook', { url: 'https://hooks.example.com/', secret: 'whsec_c2hvcnQ=' }, ['whsec_']],
    ['webhook', { url: 'http://10.0.0.1/' }, ['must be https', 'not public', 'whsec_']],
  ] as [TargetKind, unknown, string[]][])('%s %j', (kind, content, expected) => {
    const faults = faultsOf(kind, content);

    expect(faults).toHaveLength(expected.length);
    for (const [at, fault] of expected.entries()) expect(faults[at]).toContain(fault);
    expect(faults.join()).not.toContain('canary');
  });
});

it('shows its kind alone', () => {
  const target = read('feishu', { url: FEISHU, secret: 'canary-secret' });

  const shown = [
    inspect(target, { depth: null, showHidden: true, getters: true }),
    JSON.stringify({ ...target, target }),
    `${target}`,
  ].join();

  expect(shown).toContain('feishu');
  expect(shown).not.toContain('canary');
});
