import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { signedBy } from '../../shared/runtime/aws-caller.ts';
import { onItsRoute } from '../../shared/runtime/aws-route.ts';
import { routeKeyOf } from '../runtime/gateway-routes.ts';
import { makeRig } from '../steps/rig.ts';

const ann = 'arn:aws-cn:sts::123456789012:assumed-role/dba/ann';

/** A request as API Gateway hands it over (HTTP API, payload format 2.0), with who has signed it. */
function requestOf(method: string, rawPath: string, body: unknown, signed = true): LambdaEvent {
  const iam = {
    accessKey: 'AKIDEXAMPLE',
    accountId: '123456789012',
    callerId: 'AROAEXAMPLE:ann',
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: ann,
    userId: 'AROAEXAMPLE:ann',
  };
  const routeKey = routeKeyOf(method, rawPath) ?? '$default';
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', host: 'api.example' },
    requestContext: {
      accountId: '1',
      apiId: 'api',
      authentication: null,
      authorizer: signed ? { iam } : {},
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'r',
      routeKey,
      stage: '$default',
      time: '24/Nov/2026:00:00:00 +0000',
      timeEpoch: 0,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

async function served() {
  const rig = await makeRig();
  return { rig, answer: handle(makeApi({ ports: rig.ports, caller: signedBy, guard: onItsRoute })) };
}

describe('the HTTP interface behind the gateway', () => {
  it('records who signed as who did it', async () => {
    const { answer } = await served();
    const response = await answer(requestOf('PUT', '/v1/stops/everything', { reason: 'storm' }));

    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body)).toMatchObject({ scope: 'everything', by: ann, reason: 'storm' });
  });

  it('takes the scope of an instance, with its slash', async () => {
    const { answer } = await served();
    const path = '/v1/stops/instance:cn-beijing/redis-cn0000000000000001';
    const response = await answer(requestOf('PUT', path, { reason: 'storm' }));

    expect(JSON.parse(response.body)).toMatchObject({
      scope: 'instance:cn-beijing/redis-cn0000000000000001',
    });
  });

  it('does nothing for nobody', async () => {
    const { rig, answer } = await served();
    const response = await answer(requestOf('PUT', '/v1/stops/everything', { reason: 'storm' }, false));

    expect(response.statusCode).toBe(500);
    expect(await rig.store.list('control', 'stop#')).toEqual([]);
  });
});
