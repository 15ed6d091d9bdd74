import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { localGuard } from '../../shared/api/local-guard.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { makeRig, SOLO } from '../steps/rig.ts';
import { type LocalServer, serveLocally, TOKEN } from './local-server.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with exactly these headers: `fetch` would not let us lie about Host and Origin. */
function ask(
  { port }: LocalServer,
  path: string,
  headers: Record<string, string>,
  body?: { readonly method: string; readonly text: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, method: body?.method ?? 'GET', headers, agent: false },
      (answer) => {
        text(answer).then(
          (told) => resolve({ status: answer.statusCode, headers: answer.headers, body: told }),
          reject,
        );
      },
    );
    asked.on('error', reject);
    asked.end(body?.text);
  });
}

const BEARER = { authorization: `Bearer ${TOKEN}` };
const codeOf = ({ body }: Answer) => problemSchema.parse(JSON.parse(body)).code;

describe('the local guard, over a real port', () => {
  it('lets in who holds the token, and serves the whole API', async () => {
    const rig = await makeRig();
    await using server = await serveLocally(rig.ports);
    const headers = { ...BEARER, 'content-type': 'application/json', 'idempotency-key': 'key-1' };
    const body = JSON.stringify({ instance: SOLO, when: 'now', reason: 'drill' });

    const accepted = await ask(server, '/v1/runs', headers, { method: 'POST', text: body });
    const location = String(accepted.headers.location);
    const read = await ask(server, location, BEARER);

    expect(accepted.status).toBe(202);
    expect(read.status).toBe(200);
    expect(JSON.parse(read.body)).toMatchObject({ request: { by: 'local' } });
  });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['a prefix of it', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['two tokens', { authorization: `Bearer x ${TOKEN}` }],
    ['an unsigned JWT', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }],
  ])('%s: 401', async (_, headers: Record<string, string>) => {
    await using server = await serveLocally((await makeRig()).ports);

    const answer = await ask(server, '/v1/health', headers);

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).not.toContain(TOKEN);
  });

  it.each(['evil.example', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example', '[::1]'])(
    'Host %s is not ours: 403, whatever the token (DNS rebinding)',
    async (host) => {
      await using server = await serveLocally((await makeRig()).ports);

      const answer = await ask(server, '/v1/health', { ...BEARER, host });

      expect(answer.status).toBe(403);
      expect(codeOf(answer)).toBe('OTHER_HOST');
    },
  );

  it.each(['https://evil.example', 'null', 'http://localhost:1', 'https://127.0.0.1'])(
    'Origin %s is another one: 403',
    async (origin) => {
      await using server = await serveLocally((await makeRig()).ports);

      expect(codeOf(await ask(server, '/v1/health', { ...BEARER, origin }))).toBe('OTHER_ORIGIN');
    },
  );

  it('takes localhost and its own origin', async () => {
    await using server = await serveLocally((await makeRig()).ports);
    const host = `localhost:${server.port}`;

    expect((await ask(server, '/v1/health', { ...BEARER, host, origin: `http://${host}` })).status).toBe(200);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json-x',
  ])('a body of type %s: 415, on every route', async (type) => {
    await using server = await serveLocally((await makeRig()).ports);

    const answer = await ask(
      server,
      '/v1/stops/everything',
      { ...BEARER, 'content-type': type, 'content-length': '2' },
      { method: 'DELETE', text: '{}' },
    );

    expect(answer.status).toBe(415);
  });

  it('refuses to be made with a token that can be guessed', () => {
    expect(() => localGuard({ token: 'short', port: 1 })).toThrow(RangeError);
  });
});

describe('a body, over a real port', () => {
  const JSON_BODY = { ...BEARER, 'content-type': 'application/json', 'idempotency-key': 'key-1' };

  it.each([
    ['with its length', { 'content-length': '1048576' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('of 1 MB %s: 413, and the server goes on', async (_, headers) => {
    await using server = await serveLocally((await makeRig()).ports);

    const answer = await ask(
      server,
      '/v1/runs',
      { ...JSON_BODY, ...headers },
      { method: 'POST', text: ' '.repeat(1_048_576) },
    );

    expect(answer.status).toBe(413);
    expect(codeOf(answer)).toBe('BODY_TOO_LARGE');
    expect((await ask(server, '/v1/health', BEARER)).status).toBe(200);
  });

  it('that is not JSON: 400', async () => {
    await using server = await serveLocally((await makeRig()).ports);

    const answer = await ask(server, '/v1/runs', JSON_BODY, { method: 'POST', text: '{"instance":' });

    expect(answer.status).toBe(400);
    expect(problemSchema.parse(JSON.parse(answer.body)).faults?.[0]?.path).toBe('body');
  });
});
