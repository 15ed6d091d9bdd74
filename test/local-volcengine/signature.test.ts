import { Signer } from '@volcengine/openapi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../shared/local-volcengine/signature.ts';

// Test vectors made with the official signers and, for D and E, with the header sets of the vendor's sample and Go SDK.
const BODY =
  '{"InstanceId":"redis-cn0212gzmh2xs0001","TargetPrimaryNodeIds":["server-redis-cn0212gzmh2xs0001-0-1"],"ClientToken":"swo-20260102-0001"}';
const TOKEN = 'STS2eyJleGFtcGxlIjoidG9rZW4ifQ==';
const KEY = { accessKeyId: 'AKLTEXAMPLEACCESSKEYID', secretKey: 'ExampleSecretAccessKey0123456789==' };
const HASH = 'eb354c5eacaae7533b3c0e04176fef8918516a7248fe64e9d32f62b42a8fea6f';
const SHARED_HOST = 'open.volcengineapi.com';
const OWN_HOST = 'redis.cn-beijing.volcengineapi.com';

interface Vector {
  readonly service: string;
  readonly host: string;
  readonly headers: string;
  readonly signature: string;
}

const VECTORS: Readonly<Record<string, Vector>> = {
  A: {
    service: 'Redis',
    host: '127.0.0.1:8080',
    headers: 'x-content-sha256;x-date',
    signature: '707956d72bd065ed2a79f8fd14cda17817cac4b86453617b5f3886622903583c',
  },
  B: {
    service: 'redis',
    host: SHARED_HOST,
    headers: 'host;x-content-sha256;x-date',
    signature: '3edf31563401918730930933d968a9d1bc396997c51d1d28e23c65a22d3176d4',
  },
  C: {
    service: 'Redis',
    host: OWN_HOST,
    headers: 'host;x-content-sha256;x-date;x-security-token',
    signature: '5564429b1a8b5788e9f0da7c2c58f93c2aab516a6b1c3e1c816c7d12c720c071',
  },
  D: {
    service: 'Redis',
    host: OWN_HOST,
    headers: 'content-type;host;x-date',
    signature: '91cb4587dc8e0bf700d1b696589f2d86e95b200f5c4f082222b7441382a92730',
  },
  E: {
    service: 'redis',
    host: SHARED_HOST,
    headers: 'content-type;host;x-content-sha256;x-date',
    signature: '60eefb76581f5b4c9e02a60e610b789c6c95544474c8457f7a6dbeb8782b5dcf',
  },
};

function vector(id: string): Vector {
  const found = VECTORS[id];
  if (found === undefined) throw new Error(`there is no vector ${id}`);
  return found;
}

function request({ service, host, headers, signature }: Vector) {
  const authorization = `HMAC-SHA256 Credential=${KEY.accessKeyId}/20260102/cn-beijing/${service}/request, SignedHeaders=${headers}, Signature=${signature}`;
  return {
    method: 'POST',
    path: '/',
    query: 'Action=SwitchOver&Version=2020-12-07',
    body: Buffer.from(BODY),
    headers: new Map([
      ['authorization', authorization],
      ['host', host],
      ['x-date', '20260102T030405Z'],
      ['content-type', 'application/json; charset=utf-8'],
      ...(headers.includes('sha256') ? [['x-content-sha256', HASH] as const] : []),
      ...(headers.includes('token') ? [['x-security-token', TOKEN] as const] : []),
    ]),
  };
}

type Request = ReturnType<typeof request>;

const withHeader = (from: Request, name: string, value: string): Request => ({
  ...from,
  headers: new Map([...from.headers, [name, value]]),
});
const withoutHeader = (from: Request, name: string): Request => ({
  ...from,
  headers: new Map([...from.headers].filter(([each]) => each !== name)),
});
const authorizedAs = (change: (authorization: string) => string, from = request(vector('B'))): Request =>
  withHeader(from, 'authorization', change(from.headers.get('authorization') ?? ''));

function verdict(from: Request, securityToken?: string): string {
  const credential = securityToken === undefined ? KEY : { ...KEY, securityToken };
  const verification = verifySignature(from, [credential]);
  return 'refusal' in verification ? verification.refusal.code : 'verified';
}

describe('a signature that an official signer made is verified', () => {
  it.each(Object.keys(VECTORS))('vector %s', (id) => {
    expect(verifySignature(request(vector(id)), [KEY])).toEqual({
      caller: {
        accessKeyId: KEY.accessKeyId,
        region: 'cn-beijing',
        signedAt: Date.parse('2026-01-02T03:04:05Z'),
      },
    });
  });

  it('with its parts joined without a space, as in the sample of the vendor', () => {
    expect(verdict(authorizedAs((text) => text.replaceAll(', ', ',')))).toBe('verified');
  });

  it('with the parameters in another order, as they are sorted before signing', () => {
    const swapped = { ...request(vector('B')), query: 'Version=2020-12-07&Action=SwitchOver' };

    expect(verdict(swapped)).toBe('verified');
  });
});

describe('one flipped byte is refused', () => {
  const flip = (text: string, at: number) =>
    text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);

  it.each(Object.keys(VECTORS))('in the body, vector %s', (id) => {
    const flipped = { ...request(vector(id)), body: Buffer.from(flip(BODY, 20)) };

    expect(verdict(flipped)).toBe('SignatureDoesNotMatch');
  });

  it.each(Object.keys(VECTORS))('in the signature, vector %s', (id) => {
    const { signature, ...rest } = vector(id);

    expect(verdict(request({ ...rest, signature: flip(signature, 63) }))).toBe('SignatureDoesNotMatch');
  });

  it('in the query', () => {
    const flipped = { ...request(vector('D')), query: 'Action=SwitchOver&Version=2020-12-06' };

    expect(verdict(flipped)).toBe('SignatureDoesNotMatch');
  });

  it('in a signed header', () => {
    expect(verdict(withHeader(request(vector('B')), 'host', OWN_HOST))).toBe('SignatureDoesNotMatch');
  });

  it('in the case of the service, although both cases can be signed', () => {
    expect(verdict(authorizedAs((text) => text.replace('/redis/', '/Redis/')))).toBe('SignatureDoesNotMatch');
  });

  it('in the body hash that the header claims, even where the header is not signed', () => {
    const claimed = withHeader(request(vector('D')), 'x-content-sha256', flip(HASH, 0));

    expect(verdict(claimed)).toBe('SignatureDoesNotMatch');
  });
});

describe('what cannot be verified is turned away with its code', () => {
  const from = (id: string) => request(vector(id));
  it.each<[string, Request, string]>([
    ['no Authorization', withoutHeader(from('B'), 'authorization'), 'MissingAuthenticationToken'],
    ['another algorithm', authorizedAs((text) => text.replace('HMAC', 'AWS4')), 'InvalidAuthorization'],
    ['no Credential', authorizedAs((text) => text.replace('Credential', 'Key')), 'InvalidAuthorization'],
    ['no SignedHeaders', authorizedAs((text) => text.replace('SignedH', 'H')), 'InvalidAuthorization'],
    ['no Signature', authorizedAs((text) => text.replace(/, Signature=.*/, '')), 'MissingSignature'],
    ['a scope too short', authorizedAs((text) => text.replace('/cn-beijing', '')), 'InvalidCredential'],
    ['a scope of another end', authorizedAs((text) => text.replace('/request', '/req')), 'InvalidCredential'],
    [
      'a scope of another day',
      authorizedAs((text) => text.replace('20260102', '20260103')),
      'InvalidCredential',
    ],
    ['another service', authorizedAs((text) => text.replace('/redis/', '/mysql/')), 'ServiceNotFound'],
    ['an unknown key', authorizedAs((text) => text.replace('EXAMPLE', 'ELSE')), 'InvalidAccessKey'],
    ['no X-Date', withoutHeader(from('B'), 'x-date'), 'MissingRequestInfo'],
    ['a malformed X-Date', withHeader(from('B'), 'x-date', '2026-01-02T03:04:05Z'), 'InvalidTimestamp'],
    ['an impossible X-Date', withHeader(from('B'), 'x-date', '20260132T030405Z'), 'InvalidTimestamp'],
    [
      'a malformed X-Expires',
      { ...from('B'), query: `${from('B').query}&X-Expires=soon` },
      'InvalidTimestamp',
    ],
    ['a malformed query', { ...from('B'), query: 'Action=%zz' }, 'ParamError'],
  ])('%s', (_case, unverifiable, code) => {
    expect(verdict(unverifiable)).toBe(code);
  });

  it('a missing or wrong session token, where the credential has one', () => {
    expect(verdict(from('C'), TOKEN)).toBe('verified');
    expect(verdict(from('B'), TOKEN)).toBe('InvalidSecretToken');
    expect(verdict(from('C'), 'another')).toBe('InvalidSecretToken');
  });

  it('says nothing of the secret or of any signature', () => {
    const { signature, ...rest } = vector('B');
    const text = JSON.stringify(
      verifySignature(request({ ...rest, signature: signature.replace('3', '4') }), [KEY]),
    );

    expect(text).not.toContain(KEY.secretKey);
    expect(text).not.toMatch(/[0-9a-f]{32}/);
  });
});

describe('against the official signer', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });

  it('whatever it signs is verified, in either case of the service and with X-Expires', () => {
    const signed = fc.record({
      service: fc.constantFrom('Redis', 'redis'),
      at: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      body: fc.dictionary(text, text, { minKeys: 1 }),
      more: fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,8}$/), text),
      lifeSeconds: fc.integer({ min: 1, max: 900 }),
      token: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{8,40}$/), { nil: undefined }),
    });
    fc.assert(
      fc.property(signed, ({ service, at, body, more, lifeSeconds, token }) => {
        const query = {
          ...more,
          Action: 'SwitchOver',
          Version: '2020-12-07',
          'X-Expires': String(lifeSeconds),
        };
        const from = officiallySigned({ service, at, body: JSON.stringify(body), query, token });

        expect(verifySignature(from, [{ ...KEY, securityToken: token }])).toEqual({
          caller: {
            accessKeyId: KEY.accessKeyId,
            region: 'cn-beijing',
            signedAt: Math.floor(at.getTime() / 1000) * 1000,
            lifeSeconds,
          },
        });
      }),
      { numRuns: 100 },
    );
  });
});

function officiallySigned(asked: {
  service: string;
  at: Date;
  body: string;
  query: Record<string, string>;
  token: string | undefined;
}) {
  const headers: Record<string, string> = { Host: SHARED_HOST };
  const { body, query: params } = asked;
  const signer = new Signer({ region: 'cn-beijing', method: 'POST', params, headers, body }, asked.service);
  const token = asked.token === undefined ? {} : { sessionToken: asked.token };
  signer.addAuthorization({ ...KEY, ...token }, asked.at);
  return {
    method: 'POST',
    path: '/',
    query: Object.entries(params)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&'),
    body: Buffer.from(asked.body),
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  };
}
