import { handle } from 'hono/aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { CommandFailed } from '../../shared/cli/errors.ts';
import { signedBy } from '../../shared/runtime/aws-caller.ts';
import { makeAwsSignature, type SignatureParts } from '../../shared/runtime/aws-signature.ts';
import { remoteService } from '../../shared/runtime/remote-service.ts';
import { makeRig, SOLO } from '../steps/rig.ts';
import { type KnownKey, signedGateway } from './signed-gateway.ts';

const ann: KnownKey = {
  accessKeyId: 'AKIDANN',
  secretAccessKey: 'canary/secret+of/ann',
  userArn: 'arn:aws-cn:iam::123456789012:user/ann',
};
const session: KnownKey = {
  accessKeyId: 'ASIASESSION',
  secretAccessKey: 'canary-secret-of-the-session',
  sessionToken: 'canary/session+token==',
  userArn: 'arn:aws-cn:sts::123456789012:assumed-role/dba/bo',
};
const REGION = 'cn-north-1';

interface Asking extends Partial<Omit<SignatureParts, 'clock'>> {
  readonly lateBy?: number;
}

/** The real API as API Gateway runs it, with a caller before it who signs. */
async function signedCaller({ region = REGION, credentials = async () => ann, lateBy = 0 }: Asking = {}) {
  const rig = await makeRig();
  const gateway = await signedGateway({
    region: REGION,
    keys: [ann, session],
    now: () => rig.clock.now(),
    handler: handle(makeApi({ ports: rig.ports, caller: signedBy })),
  });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  const clock = { now: () => rig.clock.now() - lateBy };
  const service = remoteService(gateway.url, makeAwsSignature({ region, credentials, clock }));
  return { rig, gateway, service };
}

const stopOf = (scope: string) => `/v1/stops/${encodeURIComponent(scope)}`;

describe('a signed request', () => {
  it('is let in, and who signed it stands in the record', async () => {
    const { service } = await signedCaller();

    const stopped = await service.request(stopOf('everything'), { method: 'PUT', body: { reason: '演练' } });

    expect(stopped).toMatchObject({ status: 200, body: { by: ann.userArn, reason: '演练' } });
  });

  it('of a session carries its token', async () => {
    const { service } = await signedCaller({ credentials: async () => session });

    const stopped = await service.request(stopOf('account:prod'), { method: 'PUT', body: { reason: 'x' } });

    expect(stopped).toMatchObject({ status: 200, body: { by: session.userArn } });
  });

  it.each([
    ['a path with a slash in a segment', stopOf(`instance:cn-beijing/${SOLO}`), 404],
    ['a path with blanks and marks', stopOf('rule:drill (1) *é!'), 404],
    ['a query', '/v1/runs?month=2026-11&limit=7', 200],
    ['a query with blanks and marks', `/v1/runs?${new URLSearchParams({ month: "a b+c*~'(é)" })}`, 400],
  ])('with %s is let in', async (_what, path, status) => {
    const { service } = await signedCaller();
    const method = path.startsWith('/v1/stops') ? 'DELETE' : 'GET';

    expect(await service.request(path, { method })).toMatchObject({ status });
  });

  it('has its key signed with it', async () => {
    const { service, gateway } = await signedCaller();
    const body = { instance: SOLO, when: 'now', reason: 'drill', dryRun: true };

    const accepted = await service.request('/v1/runs', {
      method: 'POST',
      body,
      headers: { 'idempotency-key': 'key 1' },
    });

    expect(accepted).toMatchObject({ status: 202, body: { request: { by: ann.userArn } } });
    expect(gateway.seen[0]?.headers).toMatchObject({
      authorization: expect.stringContaining('content-type;host;idempotency-key;'),
    });
  });
});

describe('a request is turned away', () => {
  it.each([
    ['of somebody unknown', { credentials: async () => ({ ...ann, accessKeyId: 'AKIDNOBODY' }) }],
    ['with another secret', { credentials: async () => ({ ...ann, secretAccessKey: 'guessed' }) }],
    ['for another region', { region: 'cn-northwest-1' }],
    ['six minutes late', { lateBy: 360_000 }],
    ['whose session token is missing', { credentials: async () => ({ ...ann, accessKeyId: 'ASIASESSION' }) }],
  ])('%s, and nothing is done', async (_what, asking) => {
    const { rig, service } = await signedCaller(asking);

    const answer = await service.request(stopOf('everything'), { method: 'PUT', body: { reason: 'x' } });

    expect(answer).toMatchObject({ status: 403, body: { message: expect.any(String) } });
    expect(await rig.store.list('control', 'stop#')).toEqual([]);
  });
});

it('without credentials nothing is sent, and a sentence says what to do', async () => {
  const cause = new Error('Could not load credentials from any providers');
  const { gateway, service } = await signedCaller({ credentials: () => Promise.reject(cause) });

  const asked = service.request('/v1/health');

  await expect(asked).rejects.toThrow(CommandFailed);
  await expect(asked).rejects.toThrow(/No AWS credentials were found.*Nothing was sent\.$/);
  expect(gateway.seen).toEqual([]);
});

it('nothing that is sent or said holds a secret', async () => {
  const { gateway, service } = await signedCaller({ credentials: async () => session });

  const answer = await service.request('/v1/health');

  expect(JSON.stringify([gateway.seen, answer])).not.toContain(session.secretAccessKey);
});
