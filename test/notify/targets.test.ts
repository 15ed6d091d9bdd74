import { expect, it } from 'vitest';
import type { Posting } from '../../shared/notify/post.ts';
import { readTarget, type TargetKind } from '../../shared/notify/target.ts';
import { makeTargetChannel } from '../../shared/notify/targets.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { TROUBLE } from './messages.ts';

it.each([
  ['feishu', 'https://open.feishu.cn/open-apis/bot/v2/hook/x', { msg_type: 'post' }],
  ['dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=x', { msgtype: 'text', at: {} }],
  ['wecom', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x', { msgtype: 'text' }],
  ['webhook', 'https://hooks.example.com/', { kind: 'trouble' }],
] as [TargetKind, string, object][])('%s is spoken to in its own form', async (kind, url, form) => {
  const sent: Posting[] = [];
  const secret = kind === 'webhook' ? `whsec_${'A'.repeat(32)}` : undefined;
  const target = readTarget(kind, 'the secret', JSON.stringify({ url, secret }), 'public');
  const channel = makeTargetChannel({
    target,
    clock: new VirtualClock(),
    post: async (posting) => {
      sent.push(posting);
      return { kind: 'failed', code: 'TIMEOUT' };
    },
  });

  expect(await channel.send(TROUBLE)).toEqual({ delivered: false, code: 'TIMEOUT', permanent: false });
  expect(sent[0]?.url.href).toBe(url);
  expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject(form);
});
