import { expect, it } from 'vitest';
import {
  fromSigningDate,
  toRequestIdStamp,
  toVendorTime,
} from '../../shared/local-volcengine/vendor-time.ts';

const AT = Date.parse('2026-01-02T03:04:05.678Z');

it('writes instants as the vendor does', () => {
  expect(toVendorTime(AT)).toBe('2026-01-02T03:04:05Z');
  expect(toRequestIdStamp(AT)).toBe('20260102030405');
});

it.each([
  ['20260102T030405Z', Date.parse('2026-01-02T03:04:05Z')],
  ['20240229T235959Z', Date.parse('2024-02-29T23:59:59Z')],
  ['20260229T000000Z', undefined],
  ['20260102T240000Z', undefined],
  ['20260102T030405', undefined],
  ['2026-01-02T03:04:05Z', undefined],
])('reads the signing date %s', (text, at) => {
  expect(fromSigningDate(text)).toBe(at);
});
