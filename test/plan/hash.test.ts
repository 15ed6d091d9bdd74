import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, planHash, sha256 } from '../../shared/plan/hash.ts';
import { planText, soundPlan } from './plan-examples.ts';

it('canonical JSON sorts keys at every depth and keeps the order of lists', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: 1, c: undefined } })).toBe('{"a":{"d":1},"b":[2,1]}');
});

it('equal values have equal canonical JSON, which reads back as the value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const backwards = Object.fromEntries(Object.entries(value).toReversed());

      expect(canonicalJson(backwards)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('sha256 is that of FIPS 180-4, in lower-case hex', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('the hash of a plan changes with any value in it', () => {
  const { hash, ...plan } = soundPlan(planText());

  expect(planHash(plan)).toBe(hash);
  expect(planHash({ ...plan, timezone: 'Asia/Tokyo' })).not.toBe(hash);
});
