import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../shared/volcengine/classify.ts';
import { VENDOR_CODES } from '../../shared/volcengine/codes.ts';
import { metadata } from './scripted-server.ts';

const STATUSES = [200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504];

function judged(httpStatus: number, body: string | Uint8Array, secrets: string[] = []) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return classify({ kind: 'answered', httpStatus, body: bytes }, { action: 'SwitchOver', secrets }).answer;
}

function envelope(Code: string, Message = 'a sentence'): string {
  return JSON.stringify(metadata('SwitchOver', { Code, Message }));
}

const ROWS = [...VENDOR_CODES].map(([code, { kind }]) => ({ code, kind }));

describe('every listed code in a valid envelope', () => {
  it.each(ROWS)('$code → $kind, under whatever HTTP status', ({ code, kind }) => {
    for (const status of STATUSES) {
      expect(judged(status, envelope(code))).toMatchObject({
        kind,
        code,
        message: 'a sentence',
        httpStatus: status,
      });
    }
  });
});

describe('every listed code in a body that is no valid envelope is ambiguous', () => {
  const forms: [string, (code: string) => string][] = [
    ['the bare gateway form', (code) => JSON.stringify({ HTTPCode: 429, errorcode: code, message: 'x' })],
    ['HTML around it', (code) => `<html>${envelope(code)}</html>`],
    ['truncated', (code) => envelope(code).slice(0, -1)],
    ['two documents', (code) => envelope(code).repeat(2)],
    ['an array of envelopes', (code) => `[${envelope(code)}]`],
    ['no request id', (code) => JSON.stringify({ ResponseMetadata: { Error: { Code: code } } })],
    ['the error beside the metadata', (code) => JSON.stringify({ RequestId: 'r', Error: { Code: code } })],
    ['another case', (code) => envelope(code.toLowerCase())],
    ['a dotted suffix', (code) => envelope(`${code}.NotFound`)],
    ['about another action', (code) => JSON.stringify(metadata('DescribeTasks', { Code: code }))],
  ];

  it.each(forms)('%s', (_name, form) => {
    for (const { code } of ROWS) {
      for (const status of STATUSES) expect(judged(status, form(code)).kind).toBe('ambiguous');
    }
  });
});

describe('accepted needs 2xx, a valid envelope and no Error', () => {
  const success = { ...metadata('SwitchOver'), Result: null };

  it.each([200, 201, 202, 299])('HTTP %i', (status) => {
    expect(judged(status, JSON.stringify(success))).toEqual({
      kind: 'accepted',
      requestId: '20260102030405AAAABBBBCCCCDDDD0001',
      httpStatus: status,
    });
  });

  it.each([100, 199, 300, 302, 400, 404, 429, 500, 503])('HTTP %i is ambiguous', (status) => {
    expect(judged(status, JSON.stringify(success))).toMatchObject({
      kind: 'ambiguous',
      code: 'UnexpectedStatus',
    });
  });

  it.each([
    ['unknown fields', { ...success, Extra: [1], ResponseMetadata: { ...success, RequestId: 'r', New: {} } }],
    ['no Result', metadata('SwitchOver')],
    ['no Action', { ResponseMetadata: { RequestId: 'r' } }],
    ['Error: null', { ResponseMetadata: { RequestId: 'r', Error: null } }],
  ])('tolerates %s', (_name, body) => {
    expect(judged(200, JSON.stringify(body)).kind).toBe('accepted');
  });

  it.each([
    ['empty', '', 'EmptyAnswer'],
    ['a page of HTML', '<!doctype html><title>502</title>', 'NotJson'],
    ['truncated JSON', '{"ResponseMetadata":{"RequestId":"r"', 'NotJson'],
    ['compressed', deflateSync(JSON.stringify(success)), 'NotJson'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'NotJson'],
    ['null', 'null', 'NotAnEnvelope'],
    ['an empty object', '{}', 'NotAnEnvelope'],
    ['an Error without a code', '{"ResponseMetadata":{"RequestId":"r","Error":{}}}', 'NotAnEnvelope'],
    ['an Error whose code is a sentence', envelope('Something went wrong'), 'NotAnEnvelope'],
    ['an Error whose code is empty', envelope(''), 'NotAnEnvelope'],
    ['the bare gateway form', '{"HTTPCode":200,"errorcode":"X","message":"y"}', 'BareGatewayForm'],
    ['a million brackets', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, 'NotAnEnvelope'],
  ] as [string, string | Uint8Array, string][])(
    '200 with a body that is %s is ambiguous',
    (_name, body, code) => {
      expect(judged(200, body)).toMatchObject({ kind: 'ambiguous', code });
    },
  );

  it('gives the Result of an accepted answer only', () => {
    const body = Buffer.from(JSON.stringify({ ...success, Result: { Total: 1 } }));
    const asked = { action: 'SwitchOver', secrets: [] };

    expect(classify({ kind: 'answered', httpStatus: 200, body }, asked).result).toEqual({ Total: 1 });
    expect(classify({ kind: 'answered', httpStatus: 500, body }, asked)).not.toHaveProperty('result');
  });
});

it('an exchange without an answer is ambiguous and keeps what is known', () => {
  const failed = { kind: 'failed', code: 'ConnectionReset', message: 'cut', httpStatus: 200 } as const;

  const { answer } = classify(failed, { action: 'SwitchOver', secrets: [] });

  expect(answer).toEqual({ kind: 'ambiguous', code: 'ConnectionReset', message: 'cut', httpStatus: 200 });
});

describe('laws', () => {
  it('1,000 unknown codes are ambiguous under every status', () => {
    const unknown = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,60}$/)
      .filter((code) => !VENDOR_CODES.has(code));
    fc.assert(
      fc.property(unknown, fc.constantFrom(...STATUSES), (code, status) => {
        expect(judged(status, envelope(code))).toMatchObject({ kind: 'ambiguous', code });
      }),
      { numRuns: 1_000 },
    );
  });

  it('names that every object has are no codes', () => {
    for (const code of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(judged(400, envelope(code)).kind).toBe('ambiguous');
    }
  });

  it('never throws, and arbitrary bytes are ambiguous', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uint8Array({ maxLength: 400 }), (status, body) => {
        expect(judged(status, body).kind).toBe('ambiguous');
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws on arbitrary JSON, and what has no metadata is ambiguous', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATUSES), fc.json(), (status, body) => {
        expect(judged(status, body).kind).toBe('ambiguous');
      }),
      { numRuns: 2_000 },
    );
  });

  it('repeats no secret, wherever the answer put it', () => {
    const secret = 'canary-0123456789';
    const bodies = [
      envelope(secret, `signed with ${secret}`),
      envelope('SignatureDoesNotMatch', `${'x'.repeat(290)}${secret}`),
      JSON.stringify({ ResponseMetadata: { RequestId: secret } }),
      JSON.stringify({ errorcode: secret, message: secret }),
      JSON.stringify(metadata(secret)),
    ];
    for (const body of bodies) expect(JSON.stringify(judged(200, body, [secret]))).not.toContain('canary');
  });
});
