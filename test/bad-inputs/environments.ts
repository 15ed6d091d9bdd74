import fc from 'fast-check';
import { credentialsFromEnvironment } from '../../shared/cli/credentials-from-environment.ts';
import type { Account } from '../../shared/plan/plan.ts';
import {
  ANNOUNCING,
  EnvironmentRefused,
  RECORDS,
  readEnvironment,
  WORKFLOW,
} from '../../shared/runtime/aws-environment.ts';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { type Boundary, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';
import { CORPUS, oneOf, word } from './corpus.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const NEEDED = { ...RECORDS, ...WORKFLOW, ...ANNOUNCING };

const account = (name: string): Account => ({
  name,
  provider: 'volcengine',
  region: 'cn-beijing',
  credentials: name,
  mode: 'switch',
});
const ACCOUNTS = { prod: account('prod'), 'east-1': account('east-1') };

/** What a variable may hold by mistake: nothing, something odd, or the secret itself, whole or spoilt. */
const held = fc.oneof(
  fc.constant(undefined),
  word,
  oneOf(CORPUS.limits).map(String),
  oneOf(CORPUS.zones).map(String),
  fc.constantFrom('0', '900', '99999', '100000', '1e3', '-5', '15m', 'en', 'zh-CN', 'zh', 'UTC'),
  fc
    .constantFrom(...Object.values(CANARIES))
    .chain((secret) => fc.constantFrom(secret, `${secret}\n`, ` ${secret}`, `${secret}\0`, `"${secret}"`)),
);

const VARIABLES = [
  ...Object.keys(NEEDED),
  ...['PROD', 'EAST_1'].flatMap((name) =>
    ['ACCESSKEY', 'SECRETKEY', 'SESSIONTOKEN'].map((part) => `OFFPEAK_${name}_${part}`),
  ),
];

const RIGHT: Environment = {
  OFFPEAK_DEPLOYMENT: 'main',
  OFFPEAK_TABLE: 'records',
  OFFPEAK_STATE_MACHINE: 'arn:aws:states:eu-central-1:1:stateMachine:runs',
  OFFPEAK_LANGUAGE: 'en',
  OFFPEAK_TIMEZONE: 'UTC',
  OFFPEAK_EVENT_BUS: 'bus',
  OFFPEAK_PROD_ACCESSKEY: 'AKLTEXAMPLE',
  OFFPEAK_PROD_SECRETKEY: CANARIES.secretAccessKey,
  OFFPEAK_PROD_SESSIONTOKEN: CANARIES.sessionToken,
  OFFPEAK_EAST_1_ACCESSKEY: 'AKLTEXAMPLE',
  OFFPEAK_EAST_1_SECRETKEY: CANARIES.bearer,
};

const inputs: fc.Arbitrary<Environment> = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...VARIABLES), fc.constantFrom(...CORPUS.names)), held), {
    maxLength: 4,
  })
  .chain((pairs) => fc.constantFrom({}, RIGHT).map((right) => ({ ...right, ...Object.fromEntries(pairs) })));

/** The variables of a function and of a command: refused by name, never with what they hold. */
export const ENVIRONMENTS: Boundary<Environment> = {
  name: 'environments',
  inputs,
  always: [
    ['nothing', {}],
    ['everything empty', Object.fromEntries(VARIABLES.map((name) => [name, '']))],
    [
      'the secret everywhere',
      Object.fromEntries(VARIABLES.map((name) => [name, `${CANARIES.secretAccessKey}\n`])),
    ],
  ],
  async open() {
    return {
      async play(environment) {
        const said: unknown[] = [];
        let refused = false;
        try {
          readEnvironment('settle', NEEDED, environment);
        } catch (error) {
          if (!(error instanceof EnvironmentRefused)) throw error;
          refused = true;
          said.push(error, error.message, error.stack);
        }
        const read = credentialsFromEnvironment(ACCOUNTS, environment);
        said.push(read);
        const both =
          read.credentials !== undefined &&
          Object.values(read.credentials).every((own) => own instanceof Credentials);
        return verdict(refused || read.faults !== undefined ? 'refused' : 'accepted', [
          ['no canary', canariesIn(...said)[0]],
          ['no crash', read.faults === undefined && !both ? 'accepted without credentials' : undefined],
        ]);
      },
      close: async () => undefined,
    };
  },
};
