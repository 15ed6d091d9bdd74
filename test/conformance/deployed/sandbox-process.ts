import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import tls from 'node:tls';
import type { FromSandbox, SandboxOrders, ToSandbox } from './sandbox-messages.ts';

/**
 * A fresh Node with one built bundle in it, called over the process's channel as Lambda's runtime calls a handler.
 *
 * Three things are put in the place of the platform's before the bundle is loaded, and nothing in the bundle: time, which is
 * the test's, what names are resolved to, and where a connection for some hosts really goes. TLS still asks for the host's
 * own certificate.
 */
const { bundle, hosts, addresses }: SandboxOrders = JSON.parse(process.argv[2] ?? '{}');

const tell = (message: FromSandbox) => process.send?.(message);

const RealDate = Date;
let now = RealDate.now();
globalThis.Date = class extends RealDate {
  constructor(...given: readonly unknown[]) {
    // The parts of a date are as many as the caller has.
    super(...((given.length === 0 ? [now] : given) as [number]));
  }

  static override now = () => now;
} as DateConstructor;

const sleeping = new Map<number, () => void>();
let sleeps = 0;
timers.setTimeout = (async (delay = 0, value?: unknown) => {
  sleeps += 1;
  const { promise, resolve } = Promise.withResolvers<void>();
  sleeping.set(sleeps, resolve);
  tell({ kind: 'sleeps', sleep: sleeps, until: now + delay });
  await promise;
  return value;
}) as typeof timers.setTimeout;

const lookup = dns.promises.lookup as (name: string, options: dns.LookupAllOptions) => Promise<unknown>;
dns.promises.lookup = (async (name: string, options: dns.LookupAllOptions) => {
  const address = addresses[name];
  return address === undefined ? await lookup(name, options) : [{ address, family: 4 }];
}) as typeof dns.promises.lookup;

const connect = tls.connect as (options: tls.ConnectionOptions, ...rest: unknown[]) => tls.TLSSocket;
tls.connect = ((options: tls.ConnectionOptions, ...rest: unknown[]) => {
  const port = hosts[options.servername ?? options.host ?? ''];
  return connect(port === undefined ? options : { ...options, host: '127.0.0.1', port }, ...rest);
}) as typeof tls.connect;
syncBuiltinESMExports();

const usage = () => {
  const { user, system } = process.cpuUsage();
  return {
    processorMilliseconds: (user + system) / 1_000,
    mostMegabytes: process.resourceUsage().maxRSS / 1_024,
  };
};

const { handler } = await import(bundle);

async function call(event: unknown, timeout: number): Promise<void> {
  const endsAt = now + timeout;
  try {
    const result = await handler(event, { getRemainingTimeInMillis: () => endsAt - now });
    tell({ kind: 'returned', result: result ?? null, usage: usage() });
  } catch (error) {
    const [errorType, errorMessage] =
      error instanceof Error ? [error.name, error.message] : [typeof error, String(error)];
    tell({ kind: 'threw', errorType, errorMessage, usage: usage() });
  }
}

process.on('message', (message: ToSandbox) => {
  now = message.now;
  if (message.kind === 'call') return void call(message.event, message.timeout);
  sleeping.get(message.sleep)?.();
  sleeping.delete(message.sleep);
});
tell({ kind: 'ready', usage: usage() });
