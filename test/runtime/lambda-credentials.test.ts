import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider, NoRoleCredentials } from '../../shared/runtime/lambda-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

function inEnvironment(variables: Readonly<Record<string, string | undefined>>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return defaultProvider()();
}

const ROLE = { AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 'canary', AWS_SESSION_TOKEN: 'token' };

describe("a function's own credentials", () => {
  it('are those of its role, from its environment', async () => {
    expect(await inEnvironment(ROLE)).toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'canary',
      sessionToken: 'token',
    });
  });

  it('have no token where an emulation gives none', async () => {
    expect(await inEnvironment({ ...ROLE, AWS_SESSION_TOKEN: undefined })).toEqual({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'canary',
    });
  });

  it.each([
    [{ ...ROLE, AWS_SECRET_ACCESS_KEY: '' }, 'AWS_SECRET_ACCESS_KEY'],
    [
      { ...ROLE, AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY',
    ],
  ])('are looked for nowhere else: %j', async (variables, missing) => {
    const error = await inEnvironment(variables).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(NoRoleCredentials);
    expect(String(error)).toBe(`NoRoleCredentials: sign for AWS → the environment lacks ${missing}`);
  });
});
