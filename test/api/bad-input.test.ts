import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROBLEM_MEDIA_TYPE, problemSchema } from '../../shared/api/problem.ts';
import { SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

/** An API whose effects are counted and lead nowhere: the vendor throws, executions only count. */
async function watched() {
  const effects: string[] = [];
  const rig = await makeApiRig({
    ports: ({ store, executions }) => ({
      redis: () => {
        effects.push('vendor');
        throw new Error('the API must not call the vendor');
      },
      executions: { ...executions, start: async (runId) => effects.push(`start ${runId}`) > 0 },
      store: {
        ...store,
        transact: async (writes) => {
          const committed = await store.transact(writes);
          if (committed.committed) effects.push('write');
          return committed;
        },
      },
    }),
  });
  return { ...rig, effects };
}

type Watched = Awaited<ReturnType<typeof watched>>;
type Init = { method: string; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> };

const INTERNALS = /at \S+\.(ts|js)|node_modules|Error:|ZodError|TypeError|SyntaxError|\/tmp\/|shared\//;

/** Whatever comes: no 5xx; a refusal is a whole problem, has no effect, and tells nothing of the inside. */
async function holdsAgainst({ api, effects }: Watched, path: string, init: Init): Promise<number> {
  const before = effects.length;
  const answer = await api.request(path, init);
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(500);
  if (answer.status >= 400 && init.method !== 'HEAD') {
    expect(answer.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE);
    expect(problemSchema.parse(JSON.parse(text)).status).toBe(answer.status);
    expect(text).not.toMatch(INTERNALS);
    expect(effects.slice(before)).toEqual([]);
  }
  return answer.status;
}

const posted = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Init => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers },
  body,
});

const VALID = { instance: SOLO, when: 'now', reason: 'drill' };
const withField = (name: string, value: unknown) => JSON.stringify({ ...VALID, [name]: value });

/** Ids that were made to be mistaken for something else. */
const IDS = [
  '',
  'x'.repeat(20_000),
  '../',
  '..%2f..',
  'a\0b',
  'a\r\nX-Injected: 1',
  'redis-*',
  'rеdis-cn0000000000000001',
  '\u202eredis',
  'redis\u200b-1',
  '٣٤٥',
  `${SOLO} `,
  `${SOLO}#`,
  `${SOLO}&Action=DeleteDBInstance`,
  '__proto__',
  'constructor',
  '${jndi:ldap://x}',
  "' OR 1=1 --",
];

/** A zone and an instance may be called `constructor`: nothing here looks names up on an object's prototype. */
const TAKEN_AS_NAMES = 1;

const NODES: readonly unknown[] = [
  [],
  [1],
  [null],
  [['a']],
  {},
  'node',
  Array(1_001).fill('n'),
  [''],
  ['a b'],
  [`${SOLO}\n`],
];

const TIMES = [
  '2026-02-29T00:00:00Z',
  '2026-11-24T02:30:60Z',
  '2026-11-24T02:30:00',
  '2026-11-24T02:30:00+25:00',
  '2026-11-24',
  '02:30',
  'tomorrow',
  '-1',
  -1,
  1_795_000_000_000,
  null,
  true,
  [],
  '99999-01-01T00:00:00Z',
];

const LIMITS = [
  '0',
  '-1',
  '1.5',
  '9007199254740992',
  '"10"',
  'Infinity',
  'NaN',
  '0x10',
  '１',
  '1e2',
  ' 1',
  '',
];

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

const BODIES: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[] = [
  ['nothing', ''],
  ['a number', '1'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['a number over all numbers', withField('when', 0).replace(':0', ':1e309')],
  ['10,000 lists in each other', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['3,000 objects in each other', `${'{"target":'.repeat(3_000)}1${'}'.repeat(3_000)}`],
  ['3,000 unknown fields', `{${Array.from({ length: 3_000 }, (_, n) => `"k${n}":1`).join(',')}}`],
  ['a field twice', `{"instance":"${SOLO}","instance":"x","when":"now","reason":"x"}`],
  ['a field twice, once escaped', `{"when":"now","wh\\u0065n":"window","instance":"${SOLO}","reason":"x"}`],
  ['__proto__', `{"__proto__":{"instance":"${SOLO}"},"when":"now","reason":"x"}`],
  ['constructor', `{"constructor":{"prototype":{"instance":"${SOLO}"}},"when":"now","reason":"x"}`],
  ['a lone surrogate', withField('reason', 'x').replace('"x"', '"\\ud800"')],
  ['NUL', withField('reason', 'a\0b')],
  ['CRLF in the reason', withField('reason', 'a\r\nb')],
  ['an empty reason', withField('reason', '   ')],
  ['a reason of 501 characters', withField('reason', 'x'.repeat(501))],
  ['trailing garbage', `${JSON.stringify(VALID)}x`],
  ['two documents', `${JSON.stringify(VALID)}${JSON.stringify(VALID)}`],
  ['a comment', `/* */${JSON.stringify(VALID)}`],
  ['UTF-16', utf16(JSON.stringify(VALID))],
  ['broken UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
  ['an overlong UTF-8 slash', new Uint8Array([0x22, 0xc0, 0xaf, 0x22])],
  ['32 KB and a byte', `${JSON.stringify(VALID)}${' '.repeat(32 * 1024)}`],
  ['1 MB', ' '.repeat(1_048_576)],
  ['an authorisation of its own', withField('authorized', true)],
  ['force', withField('force', true)],
  ['both instance and rule', withField('rule', 'solo')],
  ['neither instance nor rule', JSON.stringify({ when: 'now', reason: 'x' })],
];

describe('bad input over HTTP is refused, whole, without effect', () => {
  it.each(BODIES)('a body of %s', async (_, body) => {
    const rig = await watched();

    expect(await holdsAgainst(rig, '/v1/runs', posted(body))).toBeGreaterThanOrEqual(400);
    expect(rig.effects).toEqual([]);
  });

  it('a byte order mark is not a fault', async () => {
    const rig = await watched();

    expect(await holdsAgainst(rig, '/v1/runs', posted(utf8(`\ufeff${JSON.stringify(VALID)}`)))).toBe(202);
  });

  it.each([
    ['gzip', { 'content-encoding': 'gzip' }],
    ['text/plain', { 'content-type': 'text/plain' }],
    ['no type', { 'content-type': '' }],
    ['UTF-16 by name', { 'content-type': 'application/json; charset=utf-16' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('a body sent as %s: 415', async (_, headers: Record<string, string>) => {
    const rig = await watched();
    const body = new Uint8Array(gzipSync(JSON.stringify(VALID)));

    expect(await holdsAgainst(rig, '/v1/runs', posted(body, headers))).toBe(415);
  });

  it.each(IDS)('an id like %j, wherever an id can stand', async (id) => {
    const rig = await watched();
    const address = encodeURIComponent(id);

    const statuses = [
      await holdsAgainst(rig, '/v1/runs', posted(withField('instance', id))),
      await holdsAgainst(rig, '/v1/runs', posted(JSON.stringify({ rule: id, when: 'now', reason: 'x' }))),
      await holdsAgainst(rig, '/v1/runs', posted(withField('target', { zone: id }))),
      await holdsAgainst(rig, '/v1/runs', posted(withField('target', { nodes: [id] }))),
      await holdsAgainst(rig, `/v1/runs/${address}/cancel`, posted('{"reason":"x"}')),
      await holdsAgainst(rig, `/v1/stops/instance:cn-beijing%2F${address}`, {
        ...posted('{"reason":"x"}'),
        method: 'PUT',
      }),
    ];

    expect(statuses.filter((status) => status < 400)).toHaveLength(id === 'constructor' ? TAKEN_AS_NAMES : 0);
  });

  it.each(NODES)('nodes: %j', async (nodes) => {
    const rig = await watched();

    expect(await holdsAgainst(rig, '/v1/runs', posted(withField('target', { nodes })))).toBe(400);
  });

  it.each(TIMES)('when: %j', async (when) => {
    const rig = await watched();

    expect(await holdsAgainst(rig, '/v1/runs', posted(withField('when', when)))).toBe(400);
  });

  it.each(LIMITS)('limit=%s', async (limit) => {
    const rig = await watched();

    const path = `/v1/runs?month=2026-11&limit=${encodeURIComponent(limit)}`;
    expect(await holdsAgainst(rig, path, { method: 'GET' })).toBe(400);
  });

  it('at most 100 of very many faults are listed', async () => {
    const { post, get } = await watched();
    const fields = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`k${n}`, 1]));
    const twice = Object.keys(fields).flatMap((field) => [field, field]);

    const ofBody = problemSchema.parse(await (await post('/v1/runs', fields)).json());
    const ofQuery = problemSchema.parse(await (await get(`/v1/runs?${twice.join('&')}`)).json());

    expect([ofBody.faults?.length, ofQuery.faults?.length]).toEqual([100, 100]);
  });
});

describe('whatever comes', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'now',
      'window',
      'any',
      'other-zone',
      'true',
      SOLO,
      'everything',
      'rule:solo',
      ...IDS.filter((id) => id.length < 100),
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.double(),
      fc.constant(null),
      fc.boolean(),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'instance',
          'rule',
          'target',
          'when',
          'reason',
          'dryRun',
          'zone',
          'nodes',
          '__proto__',
        ),
        word,
      ),
      tie('value'),
      { maxKeys: 7 },
    ),
  })).value;
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value) ?? ''),
    json.map((value) => JSON.stringify({ ...VALID, target: value })),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)),
  );
  const header = fc.string({ unit: 'binary', maxLength: 20 }).filter(isHeader);
  const part = word.map((text) => encodeURIComponent(text.toWellFormed()));
  const path = fc.oneof(
    fc.constant('/v1/runs'),
    fc.tuple(fc.constantFrom('/v1/runs/', '/v1/stops/', '/v1/', '/'), part).map((parts) => parts.join('')),
    fc.tuple(part, fc.constantFrom('cancel', 'acknowledge')).map(([id, verb]) => `/v1/runs/${id}/${verb}`),
    fc
      .array(fc.tuple(fc.constantFrom('instance', 'month', 'attention', 'limit', 'after', 'x'), part), {
        maxLength: 4,
      })
      .map((query) => `/v1/runs?${query.map((pair) => pair.join('=')).join('&')}`),
  );

  it('is answered without a 5xx; what is refused has no effect', async () => {
    const rig = await watched();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('POST', 'PUT', 'DELETE', 'GET', 'PATCH', 'HEAD'),
        path,
        body,
        fc.constantFrom('application/json', 'application/json; charset=UTF-8', 'text/plain'),
        header,
        async (method, address, sent, type, key) => {
          const headers = { 'content-type': type, 'idempotency-key': key, 'accept-language': key };
          const bodiless = method === 'GET' || method === 'HEAD';
          await holdsAgainst(rig, address, { method, headers, ...(!bodiless && { body: sent }) });
        },
      ),
      { numRuns: 1_500 },
    );
    expect(rig.effects).not.toContain('vendor');
  });
});

/** Whether a text can travel as a header at all. */
function isHeader(text: string): boolean {
  try {
    return new Headers({ x: text }).has('x');
  } catch {
    return false;
  }
}
