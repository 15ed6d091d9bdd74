import { handle } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { PROBLEM_MEDIA_TYPE, problemSchema } from '../../shared/api/problem.ts';
import { SOLO } from '../steps/rig.ts';
import { makeApiRig } from './api-rig.ts';

describe('an address', () => {
  it('that is unknown is a problem: 404', async () => {
    const { get } = await makeApiRig();

    const answer = await get('/v2/runs');

    expect(answer.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE);
    expect(problemSchema.parse(await answer.json())).toMatchObject({ status: 404, code: 'NO_ROUTE' });
  });

  it.each([
    ['DELETE', '/v1/runs', 'GET, POST'],
    ['PUT', '/v1/runs/x', 'GET'],
    ['GET', '/v1/runs/x/cancel', 'POST'],
    ['POST', '/v1/stops/everything', 'DELETE, PUT'],
    ['OPTIONS', '/v1/runs', 'GET, POST'],
  ])('%s %s: 405, takes %s', async (method, path, allow) => {
    const { api } = await makeApiRig();

    const answer = await api.request(path, { method });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(problemSchema.parse(await answer.json()).code).toBe('METHOD_NOT_ALLOWED');
  });
});

describe('behind API Gateway', () => {
  it('is the same app: payload format 2.0 in, status, headers and body out', async () => {
    const { api, starts } = await makeApiRig();
    const invoke = handle(api);

    const answer = await invoke(
      gatewayEvent('POST', '/v1/runs', { instance: SOLO, when: 'now', reason: 'drill' }),
    );

    expect(answer).toMatchObject({ statusCode: 202, isBase64Encoded: false });
    expect(answer.headers).toMatchObject({ location: `/v1/runs/${starts[0]}` });
    expect(JSON.parse(answer.body)).toMatchObject({ id: starts[0] });
  });

  it('takes a scope whose slash the gateway has decoded', async () => {
    const { api } = await makeApiRig();

    const answer = await handle(api)(
      gatewayEvent('PUT', `/v1/stops/instance:cn-beijing/${SOLO}`, { reason: 'x' }),
    );

    expect(JSON.parse(answer.body)).toMatchObject({ scope: `instance:cn-beijing/${SOLO}` });
  });
});

function gatewayEvent(method: string, path: string, body: unknown): Parameters<ReturnType<typeof handle>>[0] {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'key-1', host: 'api.example.org' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      authentication: null,
      authorizer: {},
      domainName: 'api.example.org',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: '$default',
      stage: '$default',
      time: '23/Nov/2026:18:10:00 +0000',
      timeEpoch: 1,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
