import { type Instant, type Milliseconds, SECOND } from '../time/clock.ts';
import type { Refusal } from './codes.ts';
import type { GatewayFault } from './fault-schema.ts';

/** How the gateway treats the age of signatures. */
export interface SignatureLife {
  /** The life of a signature whose request has no X-Expires, or whose X-Expires is ignored. */
  readonly life: Milliseconds;
  /** How far ahead of our clock X-Date may be. */
  readonly future: Milliseconds;
  readonly xExpires: 'honoured' | 'ignored';
}

/** When a signature was made and how long it says it lives. */
export interface Signed {
  readonly signedAt: Instant;
  /** X-Expires in whole seconds, where the request has it. */
  readonly lifeSeconds?: number;
}

/** The last instant at which the signature is honoured; Infinity when no signature expires. */
export function lastsUntil(signed: Signed, rule: SignatureLife, fault?: GatewayFault): Instant {
  if (fault?.fault === 'ignore-expiry') return Number.POSITIVE_INFINITY;
  const ignored = rule.xExpires === 'ignored' || fault?.fault === 'ignore-x-expires';
  const life = signed.lifeSeconds === undefined || ignored ? rule.life : signed.lifeSeconds * SECOND;
  return signed.signedAt + life;
}

/** InvalidTimestamp for a signature that has expired or lies in the future (vendor page 6408/78947); otherwise `undefined`. */
export function refuseByAge(
  signed: Signed,
  rule: SignatureLife,
  at: Instant,
  fault?: GatewayFault,
): Refusal | undefined {
  if (signed.signedAt > at + rule.future) {
    return { code: 'InvalidTimestamp', message: 'The signature lies in the future.' };
  }
  if (at > lastsUntil(signed, rule, fault)) {
    return { code: 'InvalidTimestamp', message: 'The signature has expired.' };
  }
  return undefined;
}
