import * as z from 'zod';
import type { FunctionName } from './function-names.ts';
import { settingFaults } from './setting-faults.ts';

const word = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a-z, 0-9 and -, a letter first');

const secretName = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'must be the name of a secret: 1 to 512 letters, digits and /_+=.@-');

const topicName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,256}$/, 'must be the name of a topic: 1 to 256 letters, digits, _ and -');

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const keyArn = z
  .string()
  .regex(
    /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,128}$/,
    'must be the ARN of a KMS key: arn:…:kms:<region>:<account>:key/<id>',
  );

/** None, or at least one: a function that may never run is stopped better by `offpeak stop everything`. */
const reserved = z.int().min(1).max(1_000).optional();

/** CloudWatch tells no more for one state of an alarm. */
const MOST_ALARM_TOPICS = 5;

/** A list in which each stands once: what is made of an entry is called after it. */
const distinct = <Item extends z.ZodType>(item: Item) =>
  z.array(item).refine((items) => new Set(items).size === items.length, 'must name each only once');

export const deploymentSchema = z.strictObject({
  /** Part of the stacks' names and of every run's id: two deployments never share a run. */
  deployment: word,
  /** The names of the secrets in Secrets Manager that the plan's accounts may name. They are read, never made. */
  credentials: distinct(secretName).min(1, 'must name at least one secret').readonly(),
  /** What the plan's `notify` may name: secrets of message channels, and SNS topics of this account and region. */
  notify: z
    .strictObject({
      secrets: distinct(secretName).readonly().default([]),
      topics: distinct(topicName).readonly().default([]),
    })
    .readonly()
    .default({ secrets: [], topics: [] }),
  /** Who is told by CloudWatch when an alarm goes on or off, and after how many days without a proof one does. */
  alarms: z
    .strictObject({
      /** Names of SNS topics of this account and region. */
      topics: distinct(topicName)
        .max(MOST_ALARM_TOPICS, `must name at most ${MOST_ALARM_TOPICS}`)
        .readonly()
        .default([]),
      /** CloudWatch looks back seven days at most. `false`: no such alarm, as long as every account only observes. */
      nothingProvenForDays: z.union([z.int().min(1).max(7), z.literal(false)]).default(7),
    })
    .readonly()
    .default({ topics: [], nothingProvenForDays: 7 }),
  /** A CloudWatch dashboard. The first three of an account are free, each further one costs $3 a month. */
  dashboard: z.boolean().default(true),
  /** The language of the sentences that leave the service. */
  language: z.enum(['en', 'zh-CN']),
  /** Where your people read the runbook (`docs/runbook.md`); messages then link to its section. */
  runbook: z.url({ protocol: /^https?$/, error: 'must be an address, https://…' }).optional(),
  /** The IANA zone in which they show instants. */
  timezone: z.string().refine(isZone, 'must be an IANA time zone'),
  /** The life of a SwitchOver's signature: 900 s until it is proven that the gateway honours 30 s. */
  signatureLifeSeconds: z.int().min(1).max(3_600).default(900),
  /** Up to 20: SwitchOver reads the vendor and sends in one minute, and begins no send that could outlast it. */
  requestTimeoutSeconds: z.int().min(1).max(20).default(10),
  /** Reserved concurrency by function: kept free for it in the account, and never more than it. */
  reservedConcurrency: z
    .strictObject({
      'check-window': reserved,
      'switch-over': reserved,
      'poll-status': reserved,
      'record-outcome': reserved,
      due: reserved,
      settle: reserved,
      api: reserved,
    } satisfies Readonly<Record<FunctionName, z.ZodType>>)
    .readonly()
    .default({}),
  /** Whether the functions that call out do so from one address, through a network of their own. */
  fixedEgress: z.boolean().default(false),
  /** Whether records, logs, dead letters, events and executions are encrypted with keys of the customer's own. */
  customerManagedKey: z.boolean().default(false),
  /** The keys that the named secrets are encrypted with, where it is not the account's own for Secrets Manager. */
  secretKeys: distinct(keyArn).readonly().default([]),
});

/** What one deployment is told when it is synthesised. Everything else is the plan's, and changes without a deployment. */
export type Deployment = Readonly<z.infer<typeof deploymentSchema>>;

/** The same as it is written, where what has a default may be left out. */
export type DeploymentSettings = Readonly<z.input<typeof deploymentSchema>>;

/** `cdk.json`, `--context` or the props of a construct do not describe a deployment. Lists every fault at once. */
export class DeploymentRefused extends Error {
  override readonly name = 'DeploymentRefused';
  readonly faults: readonly string[];

  constructor(source: string, faults: readonly string[]) {
    super(`read ${source} → ${faults.join('; ')}`);
    this.faults = faults;
  }
}

/**
 * Reads the context `offpeak`, or what else `source` names: an object, as in `cdk.json` and in props, or its JSON, as
 * `--context` brings it.
 *
 * Throws `DeploymentRefused`.
 */
export function readDeployment(context: unknown, source = 'the context "offpeak"'): Deployment {
  const given = typeof context === 'string' ? fromCommandLine(context, source) : context;
  const read = settingFaults(deploymentSchema, 'offpeak', given);
  if (read.faults === undefined) return read.value;
  throw new DeploymentRefused(source, read.faults);
}

function fromCommandLine(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DeploymentRefused(source, [`offpeak: is not JSON: ${error.message}`]);
  }
}
