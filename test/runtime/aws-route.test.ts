import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { onItsRoute } from '../../shared/runtime/aws-route.ts';
import { makeRig } from '../steps/rig.ts';
import { routeKeyOf } from './gateway-routes.ts';

async function served() {
  const rig = await makeRig();
  return handle(makeApi({ ports: rig.ports, caller: () => 'ann', guard: onItsRoute }));
}

const eventOf = (method: string, rawPath: string, routeKey: string | undefined) =>
  ({
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', host: 'api.example' },
    requestContext: { http: { method, path: rawPath }, domainName: 'api.example' },
    ...(method !== 'GET' && { body: '{}' }),
    isBase64Encoded: false,
  }) as unknown as LambdaEvent;

async function asked(method: string, path: string, routeKey = routeKeyOf(method, path)) {
  const response = await (await served())(eventOf(method, path, routeKey));
  return { status: response.statusCode, code: JSON.parse(response.body || '{}').code };
}

describe('a path that the gateway has authorised for one route', () => {
  it.each([
    ['a stop that is a plan', 'PUT', '/v1/stops/../plan', 'PUT /v1/stops/{scope+}'],
    ['the same with encoded dots', 'PUT', '/v1/stops/%2e%2e/plan', 'PUT /v1/stops/{scope+}'],
    ['the same by a backslash', 'PUT', '/v1/stops\\..\\plan', 'PUT /v1/stops/{scope+}'],
    ['a stop with a longer way', 'PUT', '/v1/stops/a/b/../../../plan', 'PUT /v1/stops/{scope+}'],
    ['a stop cut at a question mark', 'DELETE', '/v1/stops/../plan?/x', 'DELETE /v1/stops/{scope+}'],
    ['a cancel that is an override', 'POST', '/v1/runs/../overrides#/cancel', 'POST /v1/runs/{id}/cancel'],
    ['a cancel that is a start', 'POST', '/v1/runs?/x/cancel', 'POST /v1/runs/{id}/cancel'],
    ['a cancel that acknowledges', 'POST', '/v1/runs/abc/acknowledge#/cancel', 'POST /v1/runs/{id}/cancel'],
    ['a run that is the plan', 'GET', '/v1/runs/../plan', 'GET /v1/runs/{id}'],
    ['a dot that is dropped', 'PUT', '/v1/stops/./../plan', 'PUT /v1/stops/{scope+}'],
    ['a tab that is dropped', 'PUT', '/v1/stops/.\t./plan', 'PUT /v1/stops/{scope+}'],
  ])('does not lead to another one: %s', async (_what, method, path, routeKey) => {
    expect(await asked(method, path, routeKey)).toEqual({ status: 400, code: 'ANOTHER_ROUTE' });
  });

  it.each([
    ['GET', '/v1/health'],
    ['GET', '/v1/runs'],
    ['GET', '/v1/stops'],
    ['PUT', '/v1/stops/instance:cn-beijing/redis-1'],
    ['PUT', '/v1/stops/rule:发布 一'],
    ['POST', '/v1/runs/abc/cancel'],
  ])('leads there: %s %s', async (method, path) => {
    expect((await asked(method, path)).code).not.toBe('ANOTHER_ROUTE');
  });

  it('is refused where the gateway names no route', async () => {
    expect(await asked('GET', '/v1/health', '$default')).toEqual({ status: 400, code: 'ANOTHER_ROUTE' });
  });
});
