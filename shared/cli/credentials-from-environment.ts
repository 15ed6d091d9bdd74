import type { Account } from '../plan/plan.ts';
import { Credentials } from '../volcengine/credentials.ts';
import { InvalidSettings } from '../volcengine/errors.ts';

/** The credentials by account, or every variable that is missing or unusable, in one sentence each. Never a value. */
export type CredentialsReading =
  | { readonly credentials: Readonly<Record<string, Credentials>>; readonly faults?: never }
  | { readonly faults: readonly string[]; readonly credentials?: never };

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of the variables of one account: `prod-1` → `OFFPEAK_PROD_1_ACCESSKEY` and so on. */
export function variablesOf(account: string) {
  const prefix = `OFFPEAK_${account.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  return {
    accessKey: `${prefix}_ACCESSKEY`,
    secretKey: `${prefix}_SECRETKEY`,
    /** With temporary credentials only. */
    sessionToken: `${prefix}_SESSIONTOKEN`,
  };
}

/**
 * Reads the credentials of all accounts from a record of variables. An empty variable counts as missing.
 *
 * Two accounts whose names lead to the same variables are a fault: one of them would act with the other's key.
 */
export function credentialsFromEnvironment(
  accounts: Readonly<Record<string, Account>>,
  environment: Environment,
): CredentialsReading {
  const names = Object.keys(accounts);
  const missing = names.flatMap((name) => missingOf(name, environment));
  const faults = [
    ...sharedVariables(names),
    ...(missing.length > 0 ? [`Set ${missing.join(', ')}: the plan's accounts need them.`] : []),
  ];
  const credentials: Record<string, Credentials> = {};
  for (const name of names) {
    if (missingOf(name, environment).length > 0) continue;
    const read = readOne(name, environment);
    if (read instanceof Credentials) credentials[name] = read;
    else faults.push(...read);
  }
  return faults.length > 0 ? { faults } : { credentials };
}

function missingOf(account: string, environment: Environment): readonly string[] {
  const { accessKey, secretKey } = variablesOf(account);
  return [accessKey, secretKey].filter((name) => (environment[name] ?? '') === '');
}

function readOne(account: string, environment: Environment): Credentials | readonly string[] {
  const { accessKey, secretKey, sessionToken } = variablesOf(account);
  const token = environment[sessionToken];
  try {
    return new Credentials({
      accessKeyId: environment[accessKey] ?? '',
      secretAccessKey: environment[secretKey] ?? '',
      ...(token !== undefined && token !== '' && { sessionToken: token }),
    });
  } catch (error) {
    if (error instanceof InvalidSettings)
      return [`The variables of account ${account} are unusable: ${error.faults.join('; ')}.`];
    throw error;
  }
}

function sharedVariables(names: readonly string[]): readonly string[] {
  const byVariable = Map.groupBy(names, (name) => variablesOf(name).accessKey);
  return [...byVariable].flatMap(([variable, sharing]) =>
    sharing.length > 1
      ? [`Accounts ${sharing.join(' and ')} would share ${variable}; rename one of them.`]
      : [],
  );
}
