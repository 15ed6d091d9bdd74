import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { serveLocally, TOKEN } from '../api/local-server.ts';
import { makeRig, SOLO } from '../steps/rig.ts';
import { internalIn } from './boundary.ts';

const VALID = JSON.stringify({ instance: SOLO, when: 'now', reason: 'drill' });
const chunk = (bytes: string): string => `${bytes.length.toString(16)}\r\n${bytes}\r\n`;
const BOMB = gzipSync(Buffer.alloc(10_000_000, ' '));

/** A request as its bytes: the first line, the guard's headers, whatever stands beside them, and what follows. */
function bytes(
  first: string,
  headers: readonly string[],
  body: string | Buffer = '',
): (port: number) => Buffer {
  return (port) => {
    const own = [
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${TOKEN}`,
      'Idempotency-Key: k',
      'Connection: close',
    ];
    const head = [first, ...own, ...headers, '', ''].join('\r\n');
    return Buffer.concat([Buffer.from(head), typeof body === 'string' ? Buffer.from(body) : body]);
  };
}

const POST = 'POST /v1/runs HTTP/1.1';
const JSON_TYPE = 'Content-Type: application/json';

it.each<[string, (port: number) => Buffer, number]>([
  [
    'a body in pieces that never end',
    bytes(POST, [JSON_TYPE, 'Transfer-Encoding: chunked'], chunk(' '.repeat(8_192)).repeat(8)),
    413,
  ],
  ['a length of 256 KB and a byte', bytes(POST, [JSON_TYPE, 'Content-Length: 262145'], 'x'), 413],
  [
    'a gzip bomb',
    bytes(POST, [JSON_TYPE, 'Content-Encoding: gzip', `Content-Length: ${BOMB.length}`], BOMB),
    415,
  ],
  ['a form', bytes(POST, ['Content-Type: multipart/form-data; boundary=x', 'Content-Length: 3'], '--x'), 415],
  ['two lengths', bytes(POST, [JSON_TYPE, 'Content-Length: 3', 'Content-Length: 4'], '{}'), 400],
  [
    'a length and pieces',
    bytes(POST, [JSON_TYPE, 'Content-Length: 3', 'Transfer-Encoding: chunked'], chunk('{}')),
    400,
  ],
  ['a piece of no size', bytes(POST, [JSON_TYPE, 'Transfer-Encoding: chunked'], 'zz\r\n'), 400],
  [
    'another host',
    (port) => Buffer.from(`GET /v1/runs HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`),
    403,
  ],
  ['no host', () => Buffer.from('GET /v1/runs HTTP/1.1\r\nConnection: close\r\n\r\n'), 400],
  [
    'a host that is none',
    () => Buffer.from('GET /v1/runs HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n'),
    400,
  ],
  ['headers without end', bytes('GET /v1/stops HTTP/1.1', [`X-Long: ${'x'.repeat(20_000)}`]), 431],
  ['TRACE', bytes('TRACE /v1/runs HTTP/1.1', []), 405],
  ['a method that nobody knows', bytes('MAKE /v1/runs HTTP/1.1', []), 400],
  ['half a line', () => Buffer.from('POST /v1/ru\n\n'), 400],
  ['an address that decodes to nothing', bytes('GET /v1/runs/%E0%A4%A HTTP/1.1', []), 404],
  ['an address of two slashes', bytes('GET //v1/runs HTTP/1.1', []), 404],
])('%s over a socket: refused, without effect, and the next is served', async (_, sent, status) => {
  const rig = await makeRig();
  await using server = await serveLocally(rig.ports);

  const said = await answerTo(server.port, sent(server.port));

  expect(Number(said.split(' ')[1])).toBe(status);
  expect(internalIn(said)).toBeUndefined();
  expect((await rig.store.find({ index: 'month', partition: '2026-11' })).keys).toEqual([]);
  expect(rig.model.answered()).toEqual([]);
  const next = bytes(POST, [JSON_TYPE, `Content-Length: ${VALID.length}`], VALID);
  expect(await answerTo(server.port, next(server.port))).toMatch(/^HTTP\/1\.1 202 /);
});

/** All that comes back until the other side closes; a cut after the answer is an end, too. */
async function answerTo(port: number, sent: Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(sent);
  const pieces: string[] = [];
  socket.setEncoding('latin1').on('data', (piece: string) => pieces.push(piece));
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('error', () => resolve()).on('close', () => resolve());
  await promise;
  return pieces.join('');
}
