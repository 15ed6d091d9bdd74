import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Channel, Delivery, DeliveryCode, Message } from '../../shared/notify/channel.ts';
import type { Post } from '../../shared/notify/post.ts';
import { makeGuardedPost } from '../../shared/runtime/guarded-post.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import {
  cutsAtOnce,
  cutsMidBody,
  drips,
  floods,
  hangs,
  type Reply,
  ScriptedServer,
  says,
} from '../volcengine/scripted-server.ts';
import { VirtualClock } from '../volcengine/virtual-clock.ts';
import { TROUBLE } from './messages.ts';

/** One channel, and the other side of it as its vendor documents it. */
export interface ChannelUnderTest {
  /** The other side, with the channel's key and with limits that count by `clock`. */
  makeOther(clock: VirtualClock): Other;
  /** The channel that leads to the other side at `origin`. */
  makeChannel(
    origin: string,
    parts: { readonly clock: VirtualClock; readonly post: Post },
    within: number,
  ): Channel;
  /** What must never be shown. */
  readonly secrets: readonly string[];
  /** How many more than the limit may be sent at once, and how long the other side then refuses. */
  readonly limit: { readonly count: number; readonly refusesFor: number };
  /** `bot`: the answer's body decides. `receiver`: its status does. `service`: a client of AWS posts, and reads the answer. */
  readonly kind: 'bot' | 'receiver' | 'service';
}

export interface Other {
  readonly reply: Reply;
  /** The text of each message that arrived. */
  arrived(): readonly string[];
}

const TROUBLES: readonly (readonly [does: string, reply: Reply, code: DeliveryCode])[] = [
  ['hangs', hangs, 'TIMEOUT'],
  ['drips a byte at a time', drips, 'TIMEOUT'],
  ['cuts the connection', cutsAtOnce, 'CONNECTION_CUT'],
  ['cuts the answer', cutsMidBody, 'CONNECTION_CUT'],
  ['floods', floods(50_000_000), 'ANSWER_TOO_LARGE'],
  ['is overloaded', says(503, 'upstream unavailable'), 'BUSY'],
  ['is a proxy in distress', says(502, '<html><h1>Bad Gateway</h1></html>'), 'BUSY'],
  ['wants us to slow down', says(429, '', { 'Retry-After': '7' }), 'THROTTLED'],
];

/** Milliseconds of a real clock: short only where the time-out is what is asked about, or a busy machine would be one. */
const PATIENT = 10_000;
const IMPATIENT = 500;

const postWithin = (within: number): Post => {
  const timeouts = { connect: within, headers: within, body: within, total: within };
  return makeGuardedPost({ clock: systemClock, reach: 'with loopback', timeouts });
};

/** What every channel promises, whatever the other side does. */
export function describeChannel(name: string, tested: ChannelUnderTest): void {
  const startWithin = async (within: number, ...replies: Reply[]) => {
    const clock = new VirtualClock();
    const other = tested.makeOther(clock);
    const server = await ScriptedServer.start(...replies, other.reply);
    const channel = tested.makeChannel(server.origin, { clock, post: postWithin(within) }, within);
    return { clock, other, server, channel, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  };
  const start = (...replies: Reply[]) => startWithin(PATIENT, ...replies);
  const shown = (one: unknown) => `${inspect(one, { depth: null, showHidden: true })}${JSON.stringify(one)}`;
  const nothingShownOf = (...ones: unknown[]) => {
    const text = ones.map(shown).join();
    expect(tested.secrets.filter((secret) => text.includes(secret))).toEqual([]);
  };

  /** A client of AWS reads what AWS says, at its own address: neither redirects nor floods are expected of it. */
  const posts = tested.kind !== 'service';

  describe(`the channel ${name}`, () => {
    it('delivers a message whole, signed as the other side wants it', async () => {
      await using at = await start();

      const delivery = await at.channel.send(TROUBLE);

      expect(delivery).toMatchObject({ delivered: true });
      const [arrived = ''] = at.other.arrived();
      expect(
        [TROUBLE.title, ...TROUBLE.paragraphs, TROUBLE.command, TROUBLE.link].filter(
          (text) => text !== undefined && !arrived.includes(text),
        ),
      ).toEqual([]);
    });

    it('cuts what is too long for the other side, and keeps the command and the link', async () => {
      await using at = await start();
      const long: Message = { ...TROUBLE, paragraphs: ['很长'.repeat(100_000), ...TROUBLE.paragraphs] };

      const delivery = await at.channel.send(long);

      expect(delivery).toMatchObject({ delivered: true });
      expect(at.other.arrived()[0]).toContain(TROUBLE.command);
      expect(at.other.arrived()[0]).toContain(TROUBLE.link);
    });

    it('names a limit that was exceeded, says how long to wait, and delivers after it', async () => {
      await using at = await start();
      const { count, refusesFor } = tested.limit;

      const deliveries: Delivery[] = [];
      for (let n = 0; n <= count; n += 1) deliveries.push(await at.channel.send(TROUBLE));

      const [limited] = deliveries.filter(({ delivered }) => !delivered);
      expect(deliveries.filter(({ delivered }) => delivered)).toHaveLength(count);
      expect(limited).toMatchObject({ code: 'THROTTLED', permanent: false });
      const wait = (limited as { retryAfterSeconds?: number }).retryAfterSeconds ?? 0;
      expect(wait * 1_000).toBeGreaterThanOrEqual(refusesFor);
      at.clock.pass(wait * 1_000);
      expect(await at.channel.send(TROUBLE)).toMatchObject({ delivered: true });
    });

    it('is never refused at its own pace, counted by windows that are aligned', async () => {
      await using at = await start();
      const { pace } = at.channel;
      const longest = Math.max(...pace.map(({ per }) => per));
      const sent: number[] = [];
      const inWindow = (per: number, now: number) =>
        sent.filter((one) => Math.floor(one / per) === Math.floor(now / per)).length;
      at.clock.pass(longest * 1.5 - (at.clock.now() % longest));

      const deliveries: Delivery[] = [];
      const until = at.clock.now() + 2 * longest;
      while (at.clock.now() < until) {
        const now = at.clock.now();
        const full = pace.filter(({ count, per }) => inWindow(per, now) >= count);
        if (full.length === 0) {
          sent.push(now);
          deliveries.push(await at.channel.send(TROUBLE));
        } else at.clock.pass(Math.max(...full.map(({ per }) => per - (now % per))));
      }

      expect(deliveries.length).toBeGreaterThanOrEqual(2 * Math.min(...pace.map(({ count }) => count)));
      expect(deliveries.filter(({ delivered }) => !delivered)).toEqual([]);
    });

    it.each(TROUBLES.filter(([does]) => posts || does !== 'floods'))(
      'the other side %s: not delivered, and worth another try',
      async (_, reply, code) => {
        await using at = await startWithin(code === 'TIMEOUT' ? IMPATIENT : PATIENT, reply);

        const delivery = await at.channel.send(TROUBLE);

        expect(delivery).toMatchObject({ delivered: false, permanent: false });
        if (posts || !code.startsWith('CONNECTION')) expect(delivery).toMatchObject({ code });
        expect(at.server.seen).toHaveLength(1);
        nothingShownOf(delivery, at.channel);
        expect(await at.channel.send(TROUBLE)).toMatchObject({ delivered: true });
      },
    );

    it.runIf(posts)('passes on how long the other side wants to be left alone', async () => {
      await using at = await start(says(429, '', { 'Retry-After': '7' }));

      expect(await at.channel.send(TROUBLE)).toMatchObject({ retryAfterSeconds: 7 });
    });

    it('nobody listens: not delivered, and worth another try', async () => {
      const at = await start();
      await at[Symbol.asyncDispose]();

      const delivery = await at.channel.send(TROUBLE);

      expect(delivery).toMatchObject({ delivered: false, permanent: false });
      if (posts) expect(delivery).toMatchObject({ code: 'CONNECTION_REFUSED' });
      nothingShownOf(delivery);
    });

    it.runIf(posts).each([301, 302, 307, 308])('follows no redirect (%i)', async (status) => {
      await using elsewhere = await ScriptedServer.start(says(200, '{"code":0,"errcode":0}'));
      await using at = await start(says(status, '', { Location: `${elsewhere.origin}/` }));

      const delivery = await at.channel.send(TROUBLE);

      expect(delivery).toMatchObject({ delivered: false, code: 'REDIRECTED', permanent: true });
      expect(elsewhere.seen).toHaveLength(0);
    });

    it.runIf(tested.kind === 'bot').each([
      ['a page', '<html>Welcome to the airport</html>'],
      ['nothing', ''],
      ['another form', '{"ok":true}'],
      ['a text in place of the code', '{"code":"0","errcode":"0"}'],
      ['a list', '[]'],
    ])('takes %s with 200 for no delivery', async (_, body) => {
      await using at = await start(says(200, body));

      expect(await at.channel.send(TROUBLE)).toEqual({
        delivered: false,
        code: 'UNREADABLE',
        permanent: false,
      });
    });

    it('shows no address and no key, not even of an answer that repeats them', async () => {
      const echoes: Reply = (response, { url, body, rawHeaders }) => {
        const said = `${url} ${body} ${rawHeaders.join(' ')}`;
        response.writeHead(400).end(JSON.stringify({ code: 4242, errcode: 4242, msg: said, errmsg: said }));
      };
      await using at = await start(echoes);

      const delivery = await at.channel.send(TROUBLE);

      expect(delivery).toMatchObject({ delivered: false });
      nothingShownOf(delivery, at.channel);
    });
  });
}
