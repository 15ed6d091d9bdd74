import { env } from 'node:process';

/** The credentials that sign requests to AWS. */
export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present with a role, as every function has one; a local emulation may do without. */
  readonly sessionToken?: string;
}

/** The function has no credentials of its role in its environment. Names the variables that are missing, never a value. */
export class NoRoleCredentials extends Error {
  override readonly name = 'NoRoleCredentials';

  constructor(missing: readonly string[]) {
    super(`sign for AWS → the environment lacks ${missing.join(', ')}`);
  }
}

/**
 * Stands in the bundles where the SDK's clients look for credentials: their role's, which the platform puts into the environment
 * of every function (AWS Lambda developer guide, "Defined runtime environment variables"), and nowhere else.
 *
 * The SDK's own provider also reads profiles, single sign-on, web identities and two metadata services: 137 KB more in each
 * function, and places from which a function must never take an identity. Throws `NoRoleCredentials`.
 */
export const defaultProvider = () => async (): Promise<FunctionCredentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken = '',
  } = env;
  const missing = [
    ...(accessKeyId === '' ? ['AWS_ACCESS_KEY_ID'] : []),
    ...(secretAccessKey === '' ? ['AWS_SECRET_ACCESS_KEY'] : []),
  ];
  if (missing.length > 0) throw new NoRoleCredentials(missing);
  return { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
};
