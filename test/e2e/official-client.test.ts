import { Service, Signer } from '@volcengine/openapi';
import { beforeEach, describe, expect, it } from 'vitest';
import { deskWith, endpointProcess } from './on-this-machine.ts';
import type { EndpointProcess } from './running.ts';

const CREDENTIAL = { accessKeyId: 'AKLTPRACTICE', secretKey: 'practice-only' };
const TARGET = 'server-redis-practice-solo-0-1';
const BODY = { InstanceId: 'redis-practice-solo', TargetPrimaryNodeIds: [TARGET], ClientToken: 'official' };
const TEXT = JSON.stringify(BODY);

describe("the official package's generic service against the running endpoint", () => {
  let endpoint: EndpointProcess;
  beforeEach(async () => {
    endpoint = await endpointProcess(deskWith());
  });

  it('is accepted as it signs; a flipped byte and an expired signature are not', async () => {
    const service = new Service({
      ...CREDENTIAL,
      serviceName: 'Redis',
      region: 'cn-beijing',
      protocol: 'http:',
      host: new URL(endpoint.url).host,
      defaultVersion: '2020-12-07',
    });
    const now = new Date();
    const anHourAgo = new Date(now.getTime() - 3_600_000);

    expect(await send(endpoint, signedAt(now), flip(TEXT))).toBe('401 SignatureDoesNotMatch');
    const headers = signedAt(now);
    const Authorization = flip(headers.Authorization ?? '');
    expect(await send(endpoint, { ...headers, Authorization }, TEXT)).toBe('401 SignatureDoesNotMatch');
    expect(await send(endpoint, signedAt(anHourAgo), TEXT)).toMatch(/ InvalidTimestamp$/);
    expect(await endpoint.executed()).toEqual([]);

    const answer = await service.createJSONAPI('SwitchOver')(BODY);
    expect(answer.ResponseMetadata.Error).toBeUndefined();
    expect(await endpoint.executed()).toMatchObject([
      { instanceId: BODY.InstanceId, nodeIds: [TARGET], clientToken: 'official' },
    ]);
  });
});

/** Another letter in the place of one near the end. */
const flip = (whole: string) => whole.slice(0, -3) + (whole.at(-3) === 'a' ? 'b' : 'a') + whole.slice(-2);

function signedAt(at: Date): Record<string, string> {
  const headers: Record<string, string> = {};
  const params = { Action: 'SwitchOver', Version: '2020-12-07' };
  const signer = new Signer({ region: 'cn-beijing', method: 'POST', params, headers, body: TEXT }, 'Redis');
  signer.addAuthorization(CREDENTIAL, at);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function send(
  { url }: EndpointProcess,
  headers: Record<string, string>,
  body: string,
): Promise<string> {
  const answer = await fetch(`${url}/?Action=SwitchOver&Version=2020-12-07`, {
    method: 'POST',
    headers,
    body,
  });
  const code = /"Code":"(\w+)"/.exec(await answer.text())?.[1];
  return `${answer.status} ${code}`;
}
