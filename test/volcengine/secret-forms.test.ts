import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../shared/volcengine/classify.ts';
import { formsOf, hidden } from '../../shared/volcengine/secret-forms.ts';
import { metadata } from './scripted-server.ts';

const SECRET = 'c4n4ry+/="<&>%$1\\==';

describe('a secret is hidden', () => {
  it.each([
    ['as itself', SECRET],
    ['in JSON', JSON.stringify(SECRET)],
    [
      "in Go's JSON",
      JSON.stringify(SECRET).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026').replaceAll('>', '\\u003e'),
    ],
    ['in an address', encodeURIComponent(SECRET)],
    [
      'in an address, in small letters',
      encodeURIComponent(SECRET).replace(/%../g, (byte) => byte.toLowerCase()),
    ],
    [
      'in HTML',
      SECRET.replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
    ],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 behind a name', Buffer.from(`user:${SECRET}:more`).toString('base64')],
    ['in base64 for addresses', Buffer.from(`a ${SECRET}`).toString('base64url')],
  ])('%s', (_, text) => {
    const shown = hidden(`so: ${text}.`, [SECRET]);

    expect(shown).toContain('[hidden]');
    for (const form of formsOf(SECRET)) expect(shown).not.toContain(form);
  });

  it('wherever it stands in base64', () => {
    const around = fc.string({ maxLength: 9 });
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(hidden(Buffer.from(before + SECRET + after).toString('base64'), [SECRET])).toContain(
          '[hidden]',
        );
      }),
    );
  });
});

describe('a signature, which shows by its length,', () => {
  const SIGNATURE = 'deadbeef01234567'.repeat(4);
  const HEADER = `HMAC-SHA256 Credential=AKLT/20260102/cn-beijing/Redis/request, SignedHeaders=host;x-date, Signature=${SIGNATURE}`;

  it.each([
    ['alone', SIGNATURE, [SIGNATURE]],
    ['in its header', HEADER, [HEADER, SIGNATURE]],
  ])('is hidden in every form, %s', (_, secret, secrets) => {
    for (const form of formsOf(secret)) {
      const shown = hidden(`{"Message":"expected ${form}, and got another"}`, secrets);
      expect(shown).toContain('[hidden]');
      expect(shown).not.toContain(form);
    }
  });

  it('lets a text through in which nothing is so long', () => {
    const text = JSON.stringify({ NodeId: 'server-redis-cn0212gzmh2xs0001-0-1', RequestId: 'F'.repeat(32) });
    expect(hidden(text, ['', HEADER, SIGNATURE])).toBe(text);
  });

  it('is looked for beside a short token in every text', () => {
    expect(hidden('a tok3n-here', [SIGNATURE, 'tok3n-here'])).toBe('a [hidden]');
  });
});

it.each([
  ['an array', Array.from({ length: 1_500_000 }, () => 0)],
  ['an object', Object.fromEntries(Array.from({ length: 200_000 }, (_, place) => [`k${place}`, 0]))],
])('an answer that is one long %s is read like any other', (_, Result) => {
  const body = new TextEncoder().encode(JSON.stringify({ ...metadata('DescribeDBInstances'), Result }));
  const asked = { action: 'DescribeDBInstances', secrets: [SECRET] };

  const read = classify({ kind: 'answered', httpStatus: 200, body }, asked);

  expect(read.answer.kind).toBe('accepted');
});

it('an answer that repeats a secret in its Result gives it to nobody', () => {
  const Result = {
    InstanceId: 'redis-1',
    Status: SECRET,
    Tags: [{ Key: encodeURIComponent(SECRET), Value: SECRET }],
  };
  const body = new TextEncoder().encode(JSON.stringify({ ...metadata('DescribeDBInstanceDetail'), Result }));

  const asked = { action: 'DescribeDBInstanceDetail', secrets: [SECRET] };
  const read = classify({ kind: 'answered', httpStatus: 200, body }, asked);

  expect(read.answer.kind).toBe('accepted');
  expect(read.result).toEqual({
    InstanceId: 'redis-1',
    Status: '[hidden]',
    Tags: [{ Key: '[hidden]', Value: '[hidden]' }],
  });
});
