import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { signedBy } from '../../shared/runtime/aws-caller.ts';

const app = new Hono().get('/', (context) => context.text(signedBy(context)));
app.onError((error, context) => context.text(error.name, 500));

const role = 'arn:aws-cn:sts::123456789012:assumed-role/dba/ann';

async function askedBy(environment: object, headers: Record<string, string> = {}): Promise<string> {
  return await (await app.request('/', { headers }, environment)).text();
}

const gateway = (authorizer: unknown) => ({ event: { requestContext: { authorizer } } });

describe('who asks', () => {
  it('is whom the gateway has verified', async () => {
    expect(await askedBy(gateway({ iam: { userArn: role, accountId: '123456789012' } }))).toBe(role);
  });

  it('is never what a header says', async () => {
    const headers = { 'x-user-arn': 'arn:aws:iam::1:root', authorization: 'Bearer x' };

    expect(await askedBy(gateway({ iam: { userArn: role } }), headers)).toBe(role);
  });

  it.each([
    ['no authoriser', gateway(undefined)],
    ['another kind of authoriser', gateway({ jwt: { claims: { sub: 'ann' } } })],
    ['an empty name', gateway({ iam: { userArn: '' } })],
    ['no gateway', {}],
  ])('is nobody with %s, and then nothing is done', async (_what, environment) => {
    expect(await askedBy(environment)).toBe('CallerUnknown');
  });
});
