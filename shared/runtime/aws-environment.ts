import * as z from 'zod/mini';
import { SECOND } from '../time/clock.ts';

/** The function was started without what it needs. Lists every fault at once, by variable, and never shows a value. */
export class EnvironmentRefused extends Error {
  override readonly name = 'EnvironmentRefused';
  readonly faults: readonly string[];

  constructor(functionName: string, faults: readonly string[]) {
    super(`start ${functionName} → its environment is not usable: ${faults.join('; ')}`);
    this.faults = faults;
  }
}

const text = z.string().check(z.minLength(1, 'must not be empty'));

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Whole seconds in the environment, milliseconds inside. */
const seconds = (unlessSet: number) =>
  z.pipe(
    z._default(
      z.string().check(z.regex(/^[1-9]\d{0,4}$/, 'must be whole seconds, 1 to 99999')),
      String(unlessSet),
    ),
    z.transform((digits: string) => Number(digits) * SECOND),
  );

/** What every function reads: where the records are, and what the deployment decides. */
export const RECORDS = {
  /** Part of every run's id: two deployments never share a run. */
  OFFPEAK_DEPLOYMENT: text,
  /** The name of the one table. */
  OFFPEAK_TABLE: text,
  /** The life that a SwitchOver is signed with: 900 s until the gateway is proven to honour less. */
  OFFPEAK_SIGNATURE_LIFE_SECONDS: seconds(900),
  /** How long one exchange with the vendor may take. */
  OFFPEAK_REQUEST_TIMEOUT_SECONDS: seconds(10),
} as const;

/** What the functions read that start, stop or look at executions. */
export const WORKFLOW = {
  /** ARN of the state machine. */
  OFFPEAK_STATE_MACHINE: text,
} as const;

/** Names from `infra/deployment.ts`, with commas between them; none of them holds one. Not set: none. */
const names = z.pipe(
  z._default(z.string(), ''),
  z.transform((list: string) => list.split(',').filter((name) => name !== '')),
);

/** What a plan may name here: what the deployment was given. */
export const GIVEN_NAMES = {
  /** Secrets that hold the vendor's keys. */
  OFFPEAK_CREDENTIALS: names,
  /** Secrets of message channels. */
  OFFPEAK_NOTIFY_SECRETS: names,
  /** SNS topics. */
  OFFPEAK_NOTIFY_TOPICS: names,
} as const;

/** What the function reads that drains the dead letters. */
export const LETTERS = {
  /** URL of their queue. */
  OFFPEAK_DEAD_LETTERS: text,
} as const;

/** For whom a sentence is rendered that leaves the service. */
export const READER = {
  OFFPEAK_LANGUAGE: z.enum(['en', 'zh-CN'], 'must be en or zh-CN'),
  /** IANA zone in which instants are shown. */
  OFFPEAK_TIMEZONE: text.check(z.refine(isZone, 'must be an IANA time zone')),
} as const;

/** What the functions read that tell people. */
export const TELLING = {
  ...READER,
  /** `arn:<partition>:sns:<region>:<account>:`; the name of a topic follows. */
  OFFPEAK_TOPIC_PREFIX: text,
  /** Where the runbook can be read; without it messages name its page only. */
  OFFPEAK_RUNBOOK: z.optional(z.url('must be an address')),
} as const;

/** What the functions read that announce. */
export const ANNOUNCING = {
  ...READER,
  /** Name of the event bus. */
  OFFPEAK_EVENT_BUS: text,
} as const;

/** The variables of one function, each with its schema. */
export type Variables = Readonly<Record<string, z.core.$ZodType>>;

/** A function's configuration: one frozen object, its fields named as the variables are. */
export type EnvironmentOf<Needed extends Variables> = Readonly<z.infer<z.ZodMiniObject<Needed>>>;

/** Reads what a function needs of its environment. Throws `EnvironmentRefused` naming everything that is missing or wrong. */
export function readEnvironment<Needed extends Variables>(
  functionName: string,
  needed: Needed,
  environment: Readonly<Record<string, string | undefined>>,
): EnvironmentOf<Needed> {
  const read = z.object(needed).safeParse(environment);
  if (read.success) return Object.freeze(read.data);
  throw new EnvironmentRefused(
    functionName,
    read.error.issues.map(({ path, message }) => {
      const variable = path.join('.');
      return environment[variable] === undefined ? `${variable} is missing` : `${variable} ${message}`;
    }),
  );
}
