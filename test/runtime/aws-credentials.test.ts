import { inspect } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { makeSecretCredentials } from '../../shared/runtime/aws-credentials.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';

const canary = 'canary-c0ffee';
const pair = (accessKeyId = 'AKLT1') => JSON.stringify({ accessKeyId, secretAccessKey: canary });

async function withSecret(...replies: Reply[]) {
  const service = await awsLoopback(() => replies.shift() ?? { error: 'InternalServiceError' });
  const clock = { time: 0, now: () => clock.time };
  const client = new SecretsManagerClient(service.client);
  const provide = makeSecretCredentials({ client, clock, secret: 'offpeak/prod' });
  return { service, clock, provide };
}

const secret = (SecretString: string): Reply => ({ result: { Name: 'offpeak/prod', SecretString } });

describe('the credentials of a secret', () => {
  it('are read by name, once for all callers, and kept in memory', async () => {
    const { service, provide } = await withSecret(secret(pair()));
    await using _closing = service;

    const [one, other] = await Promise.all([provide('cached'), provide('cached')]);
    const later = await provide('cached');
    expect(one.secretAccessKey).toBe(canary);
    expect([other, later]).toEqual([one, one]);
    expect(service.calls).toEqual([{ action: 'GetSecretValue', input: { SecretId: 'offpeak/prod' } }]);
  });

  it('carry a session token where the secret has one', async () => {
    const value = { accessKeyId: 'AKTP1', secretAccessKey: canary, sessionToken: 'token' };
    const { service, provide } = await withSecret(secret(JSON.stringify(value)));
    await using _closing = service;

    expect((await provide('cached')).sessionToken).toBe('token');
  });

  it('are read again after five minutes, and at once when they were refused', async () => {
    const { service, clock, provide } = await withSecret(
      secret(pair('AKLT1')),
      secret(pair('AKLT2')),
      secret(pair('AKLT3')),
    );
    await using _closing = service;

    expect((await provide('cached')).accessKeyId).toBe('AKLT1');
    clock.time = 5 * MINUTE - 1;
    expect((await provide('cached')).accessKeyId).toBe('AKLT1');
    clock.time = 5 * MINUTE;
    expect((await provide('cached')).accessKeyId).toBe('AKLT2');
    expect((await provide('fresh')).accessKeyId).toBe('AKLT3');
    expect((await provide('cached')).accessKeyId).toBe('AKLT3');
  });

  it('that are temporary are read again a minute before they end', async () => {
    const temporary = (accessKeyId: string, expiresAt: string) =>
      secret(JSON.stringify({ ...JSON.parse(pair(accessKeyId)), sessionToken: 'token', expiresAt }));
    const { service, clock, provide } = await withSecret(
      temporary('AKTP1', '1970-01-01T08:03:00+08:00'),
      temporary('AKTP2', '1970-01-01T09:00:00+08:00'),
    );
    await using _closing = service;

    expect((await provide('cached')).accessKeyId).toBe('AKTP1');
    clock.time = 2 * MINUTE - 1;
    expect((await provide('cached')).accessKeyId).toBe('AKTP1');
    clock.time = 2 * MINUTE;
    expect((await provide('cached')).accessKeyId).toBe('AKTP2');
    clock.time = 7 * MINUTE - 1;
    expect((await provide('cached')).accessKeyId).toBe('AKTP2');
  });

  it('that could not be read are asked for again at the next call', async () => {
    const { service, provide } = await withSecret({ error: 'ResourceNotFoundException' }, secret(pair()));
    await using _closing = service;

    await expect(provide('cached')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await provide('cached')).accessKeyId).toBe('AKLT1');
  });

  it.each([
    ['text that is no JSON', `${canary} {`, 'it is not JSON'],
    ['no text at all', '', 'it is not JSON'],
    ['a part missing', `{"secretAccessKey":"${canary}"}`, 'accessKeyId'],
    ['an empty part', `{"accessKeyId":"","secretAccessKey":"${canary}"}`, 'accessKeyId'],
    ['an unknown field', `{"accessKeyId":"A","secretAccessKey":"B","${canary}":1}`, 'it has other fields'],
    [
      'credentials that have ended',
      `{"accessKeyId":"A","secretAccessKey":"${canary}","expiresAt":"1970-01-01T00:00:00Z"}`,
      'expiresAt: it has passed',
    ],
    [
      'an end without an offset',
      `{"accessKeyId":"A","secretAccessKey":"${canary}","expiresAt":"2026-11-24T02:00:00"}`,
      'expiresAt: must be an instant with its offset',
    ],
    ['a line break in the key', `{"accessKeyId":"A","secretAccessKey":"${canary}\\n"}`, 'secretAccessKey'],
  ])('are refused when the secret holds %s, and nothing of it is shown', async (_what, text, fault) => {
    const { service, provide } = await withSecret(secret(text));
    await using _closing = service;

    const error = await provide('cached').catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(fault);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(canary);
  });

  it('cannot be printed', async () => {
    const { service, provide } = await withSecret(secret(pair()));
    await using _closing = service;

    const credentials = await provide('cached');
    expect(`${credentials}${inspect(credentials)}${JSON.stringify({ credentials })}`).not.toContain(canary);
  });
});
