import fc from 'fast-check';
import { makeApi } from '../../shared/api/api.ts';
import { LARGEST_BODY } from '../../shared/api/body.ts';
import { localGuard } from '../../shared/api/local-guard.ts';
import { localRoutes } from '../../shared/api/local-routes.ts';
import { makeRig, SOLO } from '../steps/rig.ts';
import { type Boundary, internalIn, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';
import { anything, CORPUS, nearly, oneOf, word } from './corpus.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const PORT = 8_080;
const JSON_TYPE = 'application/json';
const VALID = { instance: SOLO, when: 'now', reason: 'drill' };

const posted = (body: Request['body'], headers: Request['headers'] = {}): Request => ({
  method: 'POST',
  path: '/v1/runs',
  body,
  headers: { 'content-type': JSON_TYPE, 'idempotency-key': 'key-1', ...headers },
});

const ALWAYS: readonly (readonly [string, Request])[] = [
  ['lists in each other', posted('['.repeat(10_000) + ']'.repeat(10_000))],
  ['objects in each other', posted(`${'{"target":'.repeat(3_000)}1${'}'.repeat(3_000)}`)],
  ['a million fields', posted(`{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`)],
  ['three thousand fields', posted(`{${Array.from({ length: 3_000 }, (_, n) => `"k${n}":1`).join(',')}}`)],
  ['a field twice', posted(`{"instance":"${SOLO}","instance":"x","when":"now","reason":"x"}`)],
  ['a payload of 256 KB and a byte', posted(JSON.stringify({ ...VALID, reason: 'x'.repeat(262_145) }))],
  ['the largest body', posted(JSON.stringify(VALID) + ' '.repeat(LARGEST_BODY))],
  ['UTF-16', posted(new Uint8Array(Buffer.from(JSON.stringify(VALID), 'utf16le')))],
  ['a mark in front', posted(`\ufeff${JSON.stringify(VALID)}`)],
  ['a length that is a lie', posted(JSON.stringify(VALID), { 'content-length': '1e309' })],
  ['a form', posted('instance=x', { 'content-type': 'application/x-www-form-urlencoded' })],
  ['a hundred languages', posted(JSON.stringify(VALID), { 'accept-language': 'zh;q=1e309,'.repeat(5_000) })],
  [
    'names without end',
    {
      ...posted(''),
      method: 'GET',
      path: `/v1/runs?${Array.from({ length: 4_000 }, (_, n) => `a${n}`).join('&')}`,
    },
  ],
  [
    'a plan of keys of keys',
    { ...posted(JSON.stringify({ text: '? '.repeat(500) })), method: 'PUT', path: '/v1/plan' },
  ],
];

const part = word.map((text) => encodeURIComponent(text.toWellFormed()));
const path = fc.oneof(
  { weight: 8, arbitrary: fc.constant('/v1/runs') },
  fc.tuple(fc.constantFrom('/v1/runs/', '/v1/stops/', '/v1/', '/'), part).map((parts) => parts.join('')),
  fc
    .tuple(part, fc.constantFrom('cancel', 'acknowledge', 'cost'))
    .map(([id, verb]) => `/v1/runs/${id}/${verb}`),
  fc
    .array(fc.tuple(fc.constantFrom('instance', 'month', 'attention', 'limit', 'after', '__proto__'), part), {
      maxLength: 4,
    })
    .map((query) => `/v1/runs?${query.map((pair) => pair.join('=')).join('&')}`),
  fc.constant('/v1/plan'),
);

const request = nearly(VALID, {
  instance: oneOf(CORPUS.ids),
  rule: fc.oneof(oneOf(CORPUS.ids), fc.constant('solo')),
  target: fc.oneof(
    oneOf(CORPUS.nodes).map((nodes) => ({ nodes })),
    oneOf(CORPUS.ids).map((zone) => ({ zone })),
    anything,
  ),
  when: oneOf(CORPUS.times),
  reason: fc.oneof(oneOf(CORPUS.ids), oneOf(CORPUS.keys)),
  dryRun: oneOf(CORPUS.limits),
});

const body = fc.oneof(
  { weight: 4, arbitrary: request.map((value) => JSON.stringify(value) ?? '') },
  anything.map((value) => JSON.stringify(value) ?? ''),
  word.map((text) => JSON.stringify({ text, calendars: { a: 'b' } })),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)),
);

const header = fc
  .oneof(word, oneOf(CORPUS.keys).map(String))
  .filter((text) => /^[\x20-\x7e\x80-\xff]{0,300}$/.test(text));

const inputs: fc.Arbitrary<Request> = fc.record({
  method: fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE', 'GET', 'PATCH', 'HEAD'),
  path,
  body,
  headers: fc.record({
    'content-type': fc.constantFrom(
      JSON_TYPE,
      JSON_TYPE,
      JSON_TYPE,
      `${JSON_TYPE}; charset=UTF-8`,
      'text/plain',
      '',
    ),
    'idempotency-key': header,
    'accept-language': header,
  }),
});

/** The whole API in this process, behind its guard: nothing of the vendor is asked, and what is refused has no effect. */
export const HTTP: Boundary<Request> = {
  name: 'HTTP requests',
  inputs,
  always: ALWAYS,
  async open() {
    const rig = await makeRig();
    const effects: string[] = [];
    const { store, executions } = rig.ports;
    const ports = {
      ...rig.ports,
      redis: () => {
        effects.push('the vendor was asked');
        throw new Error('the API must not call the vendor');
      },
      executions: { ...executions, start: async (runId: string) => effects.push(`start ${runId}`) > 0 },
      store: {
        ...store,
        transact: async (writes: Parameters<typeof store.transact>[0]) => {
          const answer = await store.transact(writes);
          if (answer.committed) effects.push('write');
          return answer;
        },
      },
    };
    const guard = localGuard({ token: CANARIES.bearer, port: PORT });
    const api = makeApi({
      ports,
      caller: () => 'ana',
      guard,
      also: (hono) => localRoutes(hono, async () => NO_COST),
    });
    return {
      async play({ method, path: address, body: sent, headers }) {
        const before = effects.length;
        const logged = rig.lines.length;
        const bodiless = method === 'GET' || method === 'HEAD';
        const answer = await api.request(address, {
          method,
          headers: { ...headers, host: `127.0.0.1:${PORT}`, authorization: `Bearer ${CANARIES.bearer}` },
          ...(!bodiless && { body: sent }),
        });
        const text = await answer.text();
        const refused = answer.status >= 400;
        const effect = effects.slice(before).find((what) => refused || what.startsWith('the vendor'));
        const canary = canariesIn(text, [...answer.headers].join('\n'), rig.lines.slice(logged))[0];
        return verdict(refused ? 'refused' : 'accepted', [
          ['no 5xx', answer.status >= 500 ? `${answer.status} ${text}` : undefined],
          ['no crash', refused ? internalIn(text.replaceAll(address, '')) : undefined],
          ['no call for an invalid input', effect],
          ['no canary', canary],
        ]);
      },
      close: async () => undefined,
    };
  },
};

const NO_COST = { states: 0, vendorReads: 0, polls: 0, sends: 0, writeUnits: 0, readUnits: 0 };
