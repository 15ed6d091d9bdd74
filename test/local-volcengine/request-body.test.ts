import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { LARGEST_BODY, parseJson, readBody } from '../../shared/local-volcengine/request-body.ts';

function arriving(...chunks: readonly Buffer[]): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  for (const chunk of chunks) request.push(chunk);
  request.push(null);
  return request;
}

it('joins what arrives in parts', async () => {
  expect(await readBody(arriving(Buffer.from('{"a"'), Buffer.from(':1}')))).toEqual(Buffer.from('{"a":1}'));
});

it.each([
  [LARGEST_BODY, 'read'],
  [LARGEST_BODY + 1, 'too large'],
])('of %i bytes is %s', async (size, verdict) => {
  const body = await readBody(arriving(Buffer.alloc(size)));

  expect(body === 'too large' ? body : 'read').toBe(verdict);
});

it('of a caller who went away is none', async () => {
  const request = new IncomingMessage(new Socket());
  request.push(Buffer.from('{'));
  const body = readBody(request);
  request.destroy();

  expect(await body).toBe('caller gone');
});

it.each([
  ['{"a":1}', { json: { a: 1 } }],
  ['null', { json: null }],
  ['', { json: {} }],
  ['{', undefined],
])('%s reads as %j', (text, parsed) => {
  expect(parseJson(Buffer.from(text))).toEqual(parsed);
});
