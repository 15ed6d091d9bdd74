import { Service, Signer } from '@volcengine/openapi';
import { describe, expect, it } from 'vitest';
import { nodeOf } from './practice-model.ts';
import { CREDENTIAL, jsonOf, queryOf, serving } from './serving.ts';

// The official package signs with the machine's clock, so the endpoint's clock is set by it here.
const MACHINE_NOW = Date.now();
const BODY = { InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('solo', 0, 1)], ClientToken: 'official' };
const errorOf = (code: string) => ({ ResponseMetadata: { Error: { Code: code } } });

function officialSwitchOver(url: string, serviceName = 'Redis') {
  const service = new Service({
    ...CREDENTIAL,
    serviceName,
    region: 'cn-beijing',
    protocol: 'http:',
    host: new URL(url).host,
    defaultVersion: '2020-12-07',
  });
  return service.createJSONAPI('SwitchOver');
}

describe("the official package's generic service", () => {
  it.each(['Redis', 'redis'])('is accepted under the service name %s', async (serviceName) => {
    await using endpoint = await serving();
    endpoint.clock.set(MACHINE_NOW);

    const answer = await officialSwitchOver(endpoint.url, serviceName)(BODY);

    expect(answer.ResponseMetadata.Error).toBeUndefined();
    expect(endpoint.model.executed()).toMatchObject([
      {
        effect: 'SwitchOver',
        instanceId: 'solo',
        nodeIds: BODY.TargetPrimaryNodeIds,
        clientToken: 'official',
      },
    ]);
  });

  it.each([
    ['has expired', 900_000 + 60_000, 'InvalidTimestamp'],
    ['lies in the future', -900_000 - 60_000, 'InvalidTimestamp'],
    ['is old and still alive', 800_000, undefined],
  ])('a signature that %s', async (_case, ahead, code) => {
    await using endpoint = await serving();
    endpoint.clock.set(MACHINE_NOW + ahead);

    const answer = await officialSwitchOver(endpoint.url)(BODY);

    expect(answer.ResponseMetadata.Error?.Code).toBe(code);
    expect(endpoint.model.executed()).toHaveLength(code === undefined ? 1 : 0);
  });
});

describe('one flipped byte of an officially signed request', () => {
  const text = JSON.stringify(BODY);
  const flip = (whole: string) => whole.slice(0, -3) + (whole.at(-3) === 'a' ? 'b' : 'a') + whole.slice(-2);

  it.each<[string, (headers: Record<string, string>) => Record<string, string>, string, number]>([
    ['nowhere', (headers) => headers, text, 200],
    ['in the body', (headers) => headers, flip(text), 401],
    [
      'in the signature',
      (headers) => ({ ...headers, Authorization: flip(headers.Authorization ?? '') }),
      text,
      401,
    ],
  ])('%s', async (_case, change, body, status) => {
    await using endpoint = await serving();
    const { clock, model, url } = endpoint;

    const headers = change(signedBy(new Date(clock.now())));
    const response = await fetch(`${url}/?${queryOf('SwitchOver')}`, { method: 'POST', headers, body });

    expect(response.status).toBe(status);
    const expected = status === 200 ? { Result: null } : errorOf('SignatureDoesNotMatch');
    expect(await jsonOf(response)).toMatchObject(expected);
    expect(model.executed()).toHaveLength(status === 200 ? 1 : 0);
  });

  function signedBy(at: Date): Record<string, string> {
    const headers: Record<string, string> = {};
    const params = { Action: 'SwitchOver', Version: '2020-12-07' };
    const signer = new Signer({ region: 'cn-beijing', method: 'POST', params, headers, body: text }, 'Redis');
    signer.addAuthorization(CREDENTIAL, at);
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  }
});
