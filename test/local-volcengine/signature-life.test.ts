import { expect, it } from 'vitest';
import { lastsUntil, refuseByAge, type SignatureLife } from '../../shared/local-volcengine/signature-life.ts';

const RULE: SignatureLife = { life: 900_000, future: 900_000, xExpires: 'honoured' };
const IGNORING: SignatureLife = { ...RULE, xExpires: 'ignored' };
const ignoreXExpires = { fault: 'ignore-x-expires', action: 'SwitchOver', times: 1, skip: 0 } as const;
const ignoreExpiry = { ...ignoreXExpires, fault: 'ignore-expiry' } as const;

it.each([
  ['900 s without X-Expires', {}, RULE, undefined, 900_000],
  ['X-Expires where it is given', { lifeSeconds: 30 }, RULE, undefined, 30_000],
  ['900 s where X-Expires is ignored', { lifeSeconds: 30 }, IGNORING, undefined, 900_000],
  ['900 s under the fault', { lifeSeconds: 30 }, RULE, ignoreXExpires, 900_000],
  ['for ever under the other fault', { lifeSeconds: 30 }, RULE, ignoreExpiry, Number.POSITIVE_INFINITY],
])('a signature lives %s', (_case, life, rule, fault, last) => {
  expect(lastsUntil({ signedAt: 0, ...life }, rule, fault)).toBe(last);
});

it.each([
  [0, undefined],
  [30_000, undefined],
  [30_001, 'InvalidTimestamp'],
  [-900_000, undefined],
  [-900_001, 'InvalidTimestamp'],
])('one that lives 30 s and is %i ms old is answered %s', (at, code) => {
  expect(refuseByAge({ signedAt: 0, lifeSeconds: 30 }, RULE, at)?.code).toBe(code);
});
