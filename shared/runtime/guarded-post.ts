import { type LookupAddress, promises } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { NetworkCode } from '../notify/channel.ts';
import type { Post } from '../notify/post.ts';
import { isLoopbackAddress, isPublicAddress, literalAddress } from '../notify/public-address.ts';
import type { Reach } from '../notify/target.ts';
import { type Clock, SECOND } from '../time/clock.ts';
import type { NetworkFaultCode } from '../volcengine/network-fault.ts';
import { makeDispatcher, makeTransport, type Timeouts } from '../volcengine/transport.ts';

/** Half a minute is what a closing step has for all of its channels. */
const TIMEOUTS: Timeouts = {
  connect: 3 * SECOND,
  headers: 6 * SECOND,
  body: 3 * SECOND,
  total: 8 * SECOND,
};

/** More than any of these bots says. */
const ANSWER_LIMIT = 64 * 1_024;

/** All addresses of a host name; rejects with the system's error. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface GuardedPostParts {
  readonly clock: Clock;
  readonly reach: Reach;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
  readonly timeouts?: Timeouts;
  /** Default: undici's connections. */
  readonly connect?: typeof makeDispatcher;
}

/**
 * Posts to public addresses only: the name is resolved once, every address it has is looked at, and the connection goes to
 * those very addresses, so that a name that answers otherwise a moment later gains nothing. One private address among them
 * is enough to send nothing. Each message has a connection of its own, TLS is verified, no redirect is followed.
 */
export function makeGuardedPost({
  clock,
  reach,
  resolve = systemsResolver,
  timeouts = TIMEOUTS,
  connect = makeDispatcher,
}: GuardedPostParts): Post {
  return async ({ url, headers, body }) => {
    const addresses = await addressesOf(url, resolve, timeouts);
    if (!Array.isArray(addresses)) return { kind: 'failed', code: addresses };
    if (!isAllowed(url, addresses, reach)) return { kind: 'forbidden' };
    const dispatcher = connect(timeouts, 'fresh', pinnedTo(addresses));
    const { origin, pathname, search } = url;
    const transport = makeTransport({ origin, dispatcher, clock, timeouts, answerLimit: ANSWER_LIMIT });
    try {
      const result = await transport.exchange({ path: `${pathname}${search}`, headers, body });
      return result.kind === 'answered' ? result : { kind: 'failed', code: NETWORK_CODES[result.code] };
    } finally {
      await dispatcher.destroy();
    }
  };
}

const systemsResolver: Resolve = (hostname) => promises.lookup(hostname, { all: true });

async function addressesOf(
  url: URL,
  resolve: Resolve,
  { connect }: Timeouts,
): Promise<LookupAddress[] | NetworkCode> {
  const literal = literalAddress(url);
  if (literal !== undefined) return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  const late = Promise.withResolvers<'TIMEOUT'>();
  const timer = setTimeout(() => late.resolve('TIMEOUT'), connect);
  try {
    const found = await Promise.race([resolve(url.hostname), late.promise]);
    if (found === 'TIMEOUT') return found;
    return found.length === 0 ? 'NAME_NOT_RESOLVED' : [...found];
  } catch {
    return 'NAME_NOT_RESOLVED';
  } finally {
    clearTimeout(timer);
  }
}

/** Plain HTTP only to this machine, and to this machine only where it is meant. */
function isAllowed(url: URL, addresses: readonly LookupAddress[], reach: Reach): boolean {
  const own =
    reach === 'with loopback' &&
    literalAddress(url) !== undefined &&
    addresses.every(({ address }) => isLoopbackAddress(address));
  return own || (url.protocol === 'https:' && addresses.every(({ address }) => isPublicAddress(address)));
}

/** Answers a socket's lookup with what was looked at. */
function pinnedTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, answer) => {
    const [first] = addresses;
    if (options.all === true || first === undefined) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };
}

const NETWORK_CODES: Readonly<Record<NetworkFaultCode, NetworkCode>> = {
  Timeout: 'TIMEOUT',
  ConnectionRefused: 'CONNECTION_REFUSED',
  ConnectionReset: 'CONNECTION_CUT',
  NameNotResolved: 'NAME_NOT_RESOLVED',
  TlsFailed: 'TLS_FAILED',
  NotHttp: 'NOT_HTTP',
  AnswerTooLarge: 'ANSWER_TOO_LARGE',
  NetworkFailed: 'NETWORK_FAILED',
};
