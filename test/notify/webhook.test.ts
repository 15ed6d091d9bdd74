import { describe, expect, it } from 'vitest';
import { makeBot } from '../../shared/notify/bot.ts';
import { readTarget } from '../../shared/notify/target.ts';
import { WEBHOOK } from '../../shared/notify/webhook.ts';
import { makeGuardedPost } from '../../shared/runtime/guarded-post.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { ScriptedServer, says } from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { describeChannel } from './channel-contract.ts';
import { LocalReceiver } from './local-receiver.ts';
import { TROUBLE } from './messages.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'canary').toString('base64')}`;

const targetAt = (origin: string) =>
  readTarget(
    'webhook',
    'the secret',
    JSON.stringify({ url: `${origin}/hooks?token=canary-token`, secret: SECRET }),
    'with loopback',
  );

describeChannel('webhook', {
  makeOther(clock) {
    const local = new LocalReceiver(clock, SECRET);
    const textOf = ({ title, paragraphs, command, link }: Readonly<Record<string, unknown>>) =>
      [title, paragraphs, command, link].flat().join('\n');
    // The receiver takes each id once; a limit is counted by what it answered.
    return { reply: local.reply, arrived: () => local.arrived.map(({ body }) => textOf(body)) };
  },
  makeChannel: (origin, parts) => makeBot(WEBHOOK, { target: targetAt(origin), ...parts }),
  secrets: [SECRET, SECRET.slice(6), 'canary-token'],
  limit: { count: 120, refusesFor: 60_000 },
  kind: 'receiver',
});

const post = makeGuardedPost({ clock: systemClock, reach: 'with loopback' });

describe('a receiver', () => {
  it('gets the data for machines, and every try under the same id', async () => {
    const clock = new VirtualClock();
    const local = new LocalReceiver(clock, SECRET);
    await using server = await ScriptedServer.start(local.reply);
    const channel = makeBot(WEBHOOK, { target: targetAt(server.origin), clock, post });

    await channel.send(TROUBLE);
    clock.pass(60_000);
    await channel.send(TROUBLE);

    expect(server.seen).toHaveLength(2);
    expect(local.arrived).toEqual([{ id: TROUBLE.id, body: TROUBLE }]);
  });

  it.each([
    ['run.1', 'run%2E1'],
    ['a b\r\nx: y', 'a%20b%0D%0Ax:%20y'],
    ['规则/100%', '%E8%A7%84%E5%88%99/100%25'],
  ])('gets the id %j as %s', async (id, header) => {
    const clock = new VirtualClock();
    const local = new LocalReceiver(clock, SECRET);
    await using server = await ScriptedServer.start(local.reply);

    const delivery = await makeBot(WEBHOOK, { target: targetAt(server.origin), clock, post }).send({
      ...TROUBLE,
      id,
    });

    expect(delivery).toEqual({ delivered: true });
    expect(local.arrived[0]?.id).toBe(header);
  });

  it.each([200, 201, 202, 204])('takes a message with %i, whatever it says beside it', async (status) => {
    await using server = await ScriptedServer.start(says(status, status === 204 ? '' : '<p>thanks</p>'));
    const channel = makeBot(WEBHOOK, { target: targetAt(server.origin), clock: new VirtualClock(), post });

    expect(await channel.send(TROUBLE)).toEqual({ delivered: true });
  });

  it.each([
    ['another key', { secret: `whsec_${'A'.repeat(32)}`, skew: 0 }],
    ['a clock that is six minutes off', { secret: SECRET, skew: 360_000 }],
  ])('refuses %s', async (_, { secret, skew }) => {
    const clock = new VirtualClock();
    await using server = await ScriptedServer.start(new LocalReceiver(clock, secret).reply);
    const skewed = { now: () => clock.now() + skew };

    const delivery = await makeBot(WEBHOOK, { target: targetAt(server.origin), clock: skewed, post }).send(
      TROUBLE,
    );

    expect(delivery).toEqual({
      delivered: false,
      code: 'NOT_AUTHORIZED',
      permanent: true,
      answered: 'HTTP 401',
    });
  });
});
