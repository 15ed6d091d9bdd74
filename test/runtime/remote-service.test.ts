import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { remoteService, withBearer } from '../../shared/runtime/remote-service.ts';

async function serving(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on loopback → no port');
  return `http://127.0.0.1:${address.port}`;
}

describe('a service over HTTP', () => {
  it('is asked with the token, the headers and the body as JSON', async () => {
    const url = await serving(async (request, response) => {
      const body = (await request.toArray()).join('');
      response.setHeader('Location', '/v1/runs/x');
      response.end(JSON.stringify({ asked: [request.method, request.url, body], headers: request.headers }));
    });

    const answer = await remoteService(url, withBearer('a-token')).request('/v1/runs', {
      method: 'POST',
      body: { when: 'now' },
      headers: { 'idempotency-key': 'k' },
    });

    expect(answer).toMatchObject({
      status: 200,
      headers: { location: '/v1/runs/x' },
      body: {
        asked: ['POST', '/v1/runs', '{"when":"now"}'],
        headers: {
          authorization: 'Bearer a-token',
          'idempotency-key': 'k',
          'content-type': 'application/json',
        },
      },
    });
  });

  it('may stand below a path', async () => {
    const url = await serving((request, response) => response.end(JSON.stringify(request.url)));

    expect((await remoteService(`${url}/offpeak`, withBearer('t')).request('/v1/stops')).body).toBe(
      '/offpeak/v1/stops',
    );
  });

  it.each([
    ['nothing', 204, '', undefined],
    ['a page', 502, '<html>', '<html>'],
    ['half of a document', 200, '{"a":', '{"a":'],
  ])('that answers with %s is told as it is', async (_what, status, text, body) => {
    const url = await serving((_request, response) => {
      response.writeHead(status);
      response.end(text);
    });

    expect(await remoteService(url, withBearer('t')).request('/v1/stops')).toMatchObject({ status, body });
  });

  it('that leads elsewhere is not followed: a token goes nowhere else', async () => {
    const elsewhere: string[] = [];
    const other = await serving((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end();
    });
    const url = await serving((_request, response) => {
      response.writeHead(302, { location: other });
      response.end();
    });

    expect(await remoteService(url, withBearer('t')).request('/v1/stops')).toMatchObject({ status: 302 });
    expect(elsewhere).toEqual([]);
  });

  it('that hangs up has given no answer', async () => {
    const url = await serving((request) => request.socket.destroy());

    await expect(remoteService(url, withBearer('t')).request('/v1/stops')).rejects.toThrow();
  });
});
