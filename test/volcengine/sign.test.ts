import { createHash, createHmac } from 'node:crypto';
import { Signer } from '@volcengine/openapi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import {
  basicTime,
  canonicalQuery,
  canonicalRequest,
  sign,
  signingKey,
} from '../../shared/volcengine/sign.ts';

const SECRET = 'ExampleSecretAccessKey0123456789==';
const TOKEN = 'STS2eyJleGFtcGxlIjoidG9rZW4ifQ==';
const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const BODY =
  '{"InstanceId":"redis-cn0212gzmh2xs0001","TargetPrimaryNodeIds":["server-redis-cn0212gzmh2xs0001-0-1"],"ClientToken":"swo-20260102-0001"}';
const REGIONAL = 'redis.cn-beijing.volcengineapi.com';
const SHARED = 'open.volcengineapi.com';

interface Vector {
  id: string;
  service: string;
  host: string;
  token?: string;
  signedHeaders: string[];
  canonical: string;
  signature: string;
}

const VECTORS: Vector[] = [
  {
    id: 'A: the official Signer, host not signed',
    service: 'Redis',
    host: REGIONAL,
    signedHeaders: ['x-content-sha256', 'x-date'],
    canonical: '1278f82995293f60e03f0d316ae4fdf9700e5c9c869de2bfbe37a5e559a7dda1',
    signature: '707956d72bd065ed2a79f8fd14cda17817cac4b86453617b5f3886622903583c',
  },
  {
    id: 'B: the official Signer and the Node SDK, shared host',
    service: 'redis',
    host: SHARED,
    signedHeaders: ['host', 'x-content-sha256', 'x-date'],
    canonical: '6e0e59d4694b41e0e82c8ab3cdbde8d23cfd0fc40ee77aa3e169c0fb0f0b2618',
    signature: '3edf31563401918730930933d968a9d1bc396997c51d1d28e23c65a22d3176d4',
  },
  {
    id: 'C: the official Signer with a session token',
    service: 'Redis',
    host: REGIONAL,
    token: TOKEN,
    signedHeaders: ['host', 'x-content-sha256', 'x-date', 'x-security-token'],
    canonical: 'd681087ebcd9699d7d435b210e3d7f5b0e3a246de61ef73e7da1f884b9dc0393',
    signature: '5564429b1a8b5788e9f0da7c2c58f93c2aab516a6b1c3e1c816c7d12c720c071',
  },
  {
    id: "D: the header set of the vendor page's sample",
    service: 'Redis',
    host: REGIONAL,
    signedHeaders: ['Content-Type', 'Host', 'X-Date'],
    canonical: '9cfd1701234542af8fcb993f7b0254bfa9156081bea651ddf54fdbd0b983c888',
    signature: '91cb4587dc8e0bf700d1b696589f2d86e95b200f5c4f082222b7441382a92730',
  },
  {
    id: 'E: the header set of the Go SDK',
    service: 'redis',
    host: SHARED,
    signedHeaders: ['x-date', 'content-type', 'x-content-sha256', 'host'],
    canonical: 'c580b6a6538ad67575d28816bf37e1eb099d2122b83151f6a072ae946b5b842f',
    signature: '60eefb76581f5b4c9e02a60e610b789c6c95544474c8457f7a6dbeb8782b5dcf',
  },
];

describe('the published vectors, bit for bit', () => {
  it.each(VECTORS)('$id', ({ service, host, token, signedHeaders, canonical, signature }) => {
    const request = {
      method: 'POST',
      path: '/',
      query: [
        ['Version', '2020-12-07'],
        ['Action', 'SwitchOver'],
      ] as const,
      headers: { Host: host, 'Content-Type': 'application/json; charset=utf-8' },
      body: BODY,
    };
    const credentials = new Credentials({
      accessKeyId: 'AKLTEXAMPLEACCESSKEYID',
      secretAccessKey: SECRET,
      sessionToken: token,
    });

    const signed = sign(request, { credentials, at: AT, region: 'cn-beijing', service, signedHeaders });

    const names = signedHeaders.map((name) => name.toLowerCase()).sort();
    expect(sha256(canonicalRequest({ ...request, headers: signed.headers }, names))).toBe(canonical);
    expect(signed.headers.Authorization).toBe(
      `HMAC-SHA256 Credential=AKLTEXAMPLEACCESSKEYID/20260102/cn-beijing/${service}/request, ` +
        `SignedHeaders=${names.join(';')}, Signature=${signature}`,
    );
    expect(signed.query).toBe('Action=SwitchOver&Version=2020-12-07');
    expect(signed.headers['X-Date']).toBe('20260102T030405Z');
    expect(signed.headers['X-Content-Sha256']).toBe(
      'eb354c5eacaae7533b3c0e04176fef8918516a7248fe64e9d32f62b42a8fea6f',
    );
  });

  it.each([
    ['Redis', '26d642b0123950be6f5ff7139e439b1a2f6566c029e13780be087949b41d1c13'],
    ['redis', '47ed26d6e11ff94afdb7879786c53f72deb9283e5f6c37ddf876c09b34872f76'],
  ])('the derived key of service %s', (service, key) => {
    expect(signingKey(SECRET, '20260102', 'cn-beijing', service).toString('hex')).toBe(key);
  });

  it('the chain of keys starts from the raw secret', () => {
    const day = createHmac('sha256', SECRET).update('20260102').digest();
    const region = createHmac('sha256', day).update('cn-beijing').digest();

    expect(day.toString('hex')).toBe('4f23e7d82018863e4fc37fcb1f3459739e7d55500a94d2bf62b2566e2c64c718');
    expect(region.toString('hex')).toBe('91d76df4073ec7088203c16f4989b502dd918fea846967678264740012f7d509');
  });
});

describe('the form of its parts', () => {
  it.each([
    [
      'names sorted, values of one name sorted',
      [
        ['b', '2'],
        ['a', '9'],
        ['b', '10'],
      ],
      'a=9&b=10&b=2',
    ],
    ['a space is %20', [['a b', 'c d']], 'a%20b=c%20d'],
    [
      'reserved marks are encoded',
      [['q', "!'()*/?:@&=+$,;#[]"]],
      'q=%21%27%28%29%2A%2F%3F%3A%40%26%3D%2B%24%2C%3B%23%5B%5D',
    ],
    ['unreserved marks stand for themselves', [['q', 'aZ09-_.~']], 'q=aZ09-_.~'],
    ['UTF-8, upper-case hex', [['q', '换é']], 'q=%E6%8D%A2%C3%A9'],
  ] as [string, [string, string][], string][])('%s', (_law, query, expected) => {
    expect(canonicalQuery(query)).toBe(expected);
  });

  it('cuts the instant to the whole second', () => {
    expect(basicTime(AT + 999)).toBe('20260102T030405Z');
  });

  it('signs every header when none are named', () => {
    const signed = sign(
      { method: 'POST', path: '/', query: [], headers: { Host: SHARED, 'Content-Type': 'x' }, body: '' },
      {
        credentials: new Credentials({ accessKeyId: 'AK', secretAccessKey: SECRET, sessionToken: TOKEN }),
        at: AT,
        region: 'cn-beijing',
        service: 'Redis',
      },
    );

    expect(signed.headers.Authorization).toContain(
      'SignedHeaders=content-type;host;x-content-sha256;x-date;x-security-token,',
    );
    expect(signed.headers['X-Content-Sha256']).toBe(sha256(''));
  });
});

describe('against the official Signer', () => {
  const visible = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 40,
  });
  // The official Signer drops empty names, and an integer-like name changes the order of its parameter object.
  const name = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 8 })
    .filter((text) => !/^\d+$/.test(text) && text !== '__proto__');
  const value = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom("!'()*", 'a+b c', '%2F', '~', '换主', '=&?#', '\n\t'),
  );
  const request = fc.record({
    method: fc.constantFrom('POST', 'GET', 'PUT'),
    query: fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 })), {
      maxKeys: 6,
    }),
    headers: fc.dictionary(
      fc.constantFrom('Host', 'X-Custom', 'x-lower', 'X-Trace-Id'),
      fc.string({ unit: fc.constantFrom('a', 'B', '7', ' ', '\t', '-', ';'), maxLength: 20 }),
    ),
    body: fc.oneof(fc.json(), fc.string({ unit: 'binary', minLength: 1 })),
    accessKeyId: visible,
    secretAccessKey: visible,
    sessionToken: fc.option(visible, { nil: undefined }),
    at: fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }),
    region: fc.constantFrom('cn-beijing', 'cn-shanghai', 'ap-southeast-1'),
    service: fc.constantFrom('Redis', 'redis', 'sts'),
  });

  it('gives the same headers and signature on 1,000 random requests', () => {
    fc.assert(
      fc.property(request, (drawn) => {
        const { method, query, body, at, region, service, accessKeyId, secretAccessKey, sessionToken } =
          drawn;
        const theirs = {
          region,
          method,
          params: { ...query },
          pathname: '/',
          headers: { ...drawn.headers },
          body,
        };
        new Signer(theirs, service).addAuthorization(
          {
            accessKeyId,
            secretKey: secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
          new Date(at),
        );

        const ours = sign(
          { method, path: '/', query: pairs(query), headers: drawn.headers, body },
          {
            credentials: new Credentials({ accessKeyId, secretAccessKey, sessionToken }),
            at,
            region,
            service,
          },
        );

        expect(ours.headers).toEqual(theirs.headers);
      }),
      { numRuns: 1_000 },
    );
  });

  function pairs(query: Record<string, string | string[]>): [string, string][] {
    return Object.entries(query).flatMap(([key, held]) =>
      [held].flat().map((one): [string, string] => [key, one]),
    );
  }
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('the key of a day', () => {
  const scopes = [
    { at: AT, region: 'cn-beijing', service: 'Redis' },
    { at: AT + 24 * 3_600_000, region: 'cn-beijing', service: 'Redis' },
    { at: AT, region: 'cn-shanghai', service: 'Redis' },
    { at: AT, region: 'cn-beijing', service: 'redis' },
  ];
  const request = { method: 'POST', path: '/', query: [], headers: { Host: REGIONAL }, body: BODY };
  const own = () => new Credentials({ accessKeyId: 'AKLT', secretAccessKey: SECRET });

  it('is never used for another day, region or service of the same credentials', () => {
    const kept = own();
    for (const scope of [...scopes, ...scopes.toReversed()]) {
      const signed = sign(request, { ...scope, credentials: kept });
      expect(signed).toEqual(sign(request, { ...scope, credentials: own() }));
    }
  });
});
