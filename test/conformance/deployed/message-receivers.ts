import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../shared/time/clock.ts';
import { LocalReceiver } from '../../notify/local-receiver.ts';
import { ScriptedServer, type Seen } from '../../volcengine/scripted-server.ts';

const PAGER = 'pager.example.com';
const INSIDE = 'inside.example.com';

/** Signs what is told. It must never be written anywhere. */
const KEY = `whsec_${randomBytes(24).toString('base64')}`;

/** Receivers of webhooks on this machine, each trusted and reached under a name of its own. */
export interface MessageReceivers {
  /** What names are resolved to: `PAGER` to a public address, `INSIDE` into a private network. */
  readonly addresses: Readonly<Record<string, string>>;
  /** What listens behind each name, as a URL on loopback. A bundle that asked for `INSIDE` all the same would arrive. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<'offpeak/pager' | 'offpeak/inside', object>>;
  readonly key: string;
  /** What the pager took: signed, once each. */
  readonly arrived: LocalReceiver['arrived'];
  /** Every request that reached the other one. */
  readonly inside: readonly Seen[];
  close(): Promise<void>;
}

export async function openMessageReceivers(clock: Pick<Clock, 'now'>): Promise<MessageReceivers> {
  const receiver = new LocalReceiver(clock, KEY);
  const pager = await ScriptedServer.start(receiver.reply);
  const inside = await ScriptedServer.start((response) => void response.writeHead(204).end());
  return {
    addresses: { [PAGER]: '93.184.215.14', [INSIDE]: '10.1.2.3' },
    endpoints: { [PAGER]: pager.origin, [INSIDE]: inside.origin },
    secrets: {
      'offpeak/pager': { url: `https://${PAGER}/hook`, secret: KEY },
      'offpeak/inside': { url: `https://${INSIDE}/hook`, secret: KEY },
    },
    key: KEY,
    arrived: receiver.arrived,
    inside: inside.seen,
    async close() {
      await Promise.all([pager, inside].map((server) => server[Symbol.asyncDispose]()));
    },
  };
}
