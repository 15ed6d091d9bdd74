import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeApi } from '../api/api.ts';
import { localGuard } from '../api/local-guard.ts';
import { localRoutes } from '../api/local-routes.ts';
import type { Unserved } from '../api/unserved.ts';
import { CommandFailed } from '../cli/errors.ts';
import { readSeed } from '../local-volcengine/seed.ts';
import type { LanguageTag } from '../notify/catalogue.ts';
import type { Target } from '../notify/target.ts';
import { REQUEST_TIMEOUT, SIGNATURE_LIFE } from '../plan/defaults.ts';
import { channelsOf } from '../plan/notify.ts';
import type { Account, Plan } from '../plan/plan.ts';
import type { Log } from '../steps/ports.ts';
import type { StoreKind } from '../store/errors.ts';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import type { Credentials } from '../volcengine/credentials.ts';
import type { Redis } from '../volcengine/redis.ts';
import { type Embedded, openEmbedded } from './embedded.ts';
import { makeEmbeddedAnnouncer } from './embedded-announcer.ts';
import { embeddedChannels } from './embedded-channels.ts';
import { makeGuardedPost } from './guarded-post.ts';
import { makeLiveVendor } from './live-vendor.ts';
import { serveLocally, tokenFor } from './local-http.ts';
import { makeMessenger } from './messenger.ts';
import { minuteLoop } from './minute-loop.ts';
import { clientOf, startPracticeEndpoint } from './practice-endpoint.ts';
import { systemClock } from './system-clock.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** Practice signs for as long as the local endpoint is known to honour. */
export const PRACTICE_SIGNATURE_LIFE: Milliseconds = 30 * SECOND;

/** Against whom a process works: the real vendor with the plan's credentials, or a local endpoint. */
export type Against =
  | { readonly live: ReadonlyMap<string, Credentials> }
  /** `endpointUrl`: one that runs already; otherwise one is started in this process. */
  | { readonly practice: { readonly endpointUrl?: string; readonly seedPath?: string } };

export interface ServeOptions {
  readonly plan: Plan;
  readonly storePath: string;
  readonly against: Against;
  /** 0 takes any free port. */
  readonly port: number;
  readonly language: LanguageTag;
  readonly log: Log;
  /** The channels that this process was given, by entry and kind. */
  readonly targets?: ReadonlyMap<string, Target>;
  /** Ends the service when aborted. */
  readonly signal: AbortSignal;
  /** Told once, when the service can be asked. */
  readonly onReady: (ready: { url: string; resumed: readonly string[]; practiceEndpoint?: string }) => void;
}

/**
 * Runs Offpeak on this machine until it is told to stop: due and settle each minute, the HTTP API on 127.0.0.1, and
 * first of all whatever an earlier process left running. Throws `StoreRefused`, or the system's error for a port that is
 * taken, before anything is resumed, started or put in force.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { storePath, onReady } = options;
  requireFolder(storePath);
  const { embedded, practiceEndpoint, close } = await openAgainst(options);
  try {
    const token = tokenFor(storePath);
    const http = await serveLocally(storePath, options.port);
    try {
      await embedded.apply(options.plan);
      const resumed = await embedded.resume();
      http.answerWith(apiOf(embedded, options, { token, port: http.port }));
      onReady({ url: http.url, resumed, ...(practiceEndpoint && { practiceEndpoint }) });
      await minuteLoop({
        clock: systemClock,
        log: options.log,
        passes: { due: () => embedded.due(), settle: () => embedded.settle() },
        signal: options.signal,
      });
    } finally {
      await http.close();
    }
  } finally {
    await close();
  }
}

const apiOf = (
  embedded: Embedded,
  { against, targets = NO_TARGETS }: Pick<ServeOptions, 'against' | 'targets'>,
  guarded: { token: string; port: number },
) =>
  makeApi({
    ports: embedded.ports,
    caller: () => 'local',
    guard: localGuard(guarded),
    unserved: (plan) => [...withoutCredentials(against)(plan), ...withoutTargets(against, targets)(plan)],
    also: (api) => localRoutes(api, embedded.costOf),
  });

/** Only the default folder is made: a mistyped path must not become a fresh store that has forgotten every hold. */
function requireFolder(storePath: string): void {
  const folder = dirname(storePath);
  if (basename(folder) === '.offpeak') mkdirSync(folder, { recursive: true });
  if (existsSync(folder)) return;
  throw new CommandFailed(
    `There is no folder ${folder} for the store ${storePath}. Make it, or name another with --store.`,
  );
}

/** A plan whose account has no credentials in this process would start runs that cannot work. */
function withoutCredentials(against: Against): Unserved {
  return ({ accounts }) => {
    const lacking = 'live' in against ? Object.keys(accounts).filter((name) => !against.live.has(name)) : [];
    return lacking.map((name) => ({
      path: `plan accounts.${name}`,
      sentence: 'This process has no credentials for the account. Start it again with them and this plan.',
    }));
  };
}

/** A plan that names a channel which this process was not given would tell nobody. In practice the log is told instead. */
function withoutTargets(against: Against, targets: ReadonlyMap<string, Target>): Unserved {
  return ({ notify }) => {
    if ('practice' in against) return [];
    const lacking = Object.entries(notify).flatMap(([entry, target]) =>
      channelsOf(target).flatMap(({ kind }) =>
        kind === 'log' || targets.has(`${entry}/${kind}`) ? [] : [`notify.${entry}.${kind}`],
      ),
    );
    return lacking.map((path) => ({
      path: `plan ${path}`,
      sentence: 'This process was not given the channel. Start it again with its variables and this plan.',
    }));
  };
}

const NO_TARGETS: ReadonlyMap<string, Target> = new Map();

export interface Opened {
  readonly embedded: Embedded;
  readonly practiceEndpoint?: string;
  close(): Promise<void>;
}

/** Opens the embedded composition against the vendor or a local endpoint. A live and a practice store refuse each other. */
export async function openAgainst(
  options: Pick<ServeOptions, 'storePath' | 'against' | 'language' | 'log' | 'targets'> & {
    readonly plan: Pick<Plan, 'timezone'>;
  },
): Promise<Opened> {
  const { against, log, storePath } = options;
  const reader = { language: options.language, zone: options.plan.timezone };
  const vendor = 'live' in against ? live(against.live) : await practising(against.practice);
  const kind: StoreKind = 'live' in against ? 'live' : 'practice';
  try {
    const embedded = openEmbedded({
      storePath,
      kind,
      clock: systemClock,
      redis: vendor.redis,
      announcer: makeEmbeddedAnnouncer(log, reader),
      messenger: makeMessenger({
        channel: embeddedChannels({
          log,
          clock: systemClock,
          targets: options.targets ?? NO_TARGETS,
          post: makeGuardedPost({
            clock: systemClock,
            reach: kind === 'practice' ? 'with loopback' : 'public',
          }),
          practice: kind === 'practice',
        }),
        language: options.language,
        practice: kind === 'practice',
      }),
      log,
      settings: {
        deployment: kind,
        signatureLife: kind === 'live' ? SIGNATURE_LIFE : PRACTICE_SIGNATURE_LIFE,
        requestTimeout: REQUEST_TIMEOUT,
      },
      ...reader,
      onFault: (execution, fault) =>
        log.warn({ what: `execution ${execution} stands still`, data: { fault: String(fault) } }),
    });
    return {
      embedded,
      ...(vendor.practiceEndpoint && { practiceEndpoint: vendor.practiceEndpoint }),
      async close() {
        await embedded.close();
        await vendor.close();
      },
    };
  } catch (error) {
    await vendor.close();
    throw error;
  }
}

interface Vendor {
  readonly redis: (account: Account) => Redis;
  readonly practiceEndpoint?: string;
  close(): Promise<void>;
}

const live = (credentials: ReadonlyMap<string, Credentials>): Vendor =>
  makeLiveVendor({ credentials, clock: systemClock, random: Math.random });

async function practising({
  endpointUrl,
  seedPath,
}: {
  endpointUrl?: string;
  seedPath?: string;
}): Promise<Vendor> {
  const path = seedPath ?? join(EXAMPLES, 'practice.endpoint.yaml');
  const seed = readSeed(readFileSync(path, 'utf8'), path);
  if (endpointUrl !== undefined) {
    const client = clientOf(seed, endpointUrl, systemClock, Math.random);
    return { redis: () => client, practiceEndpoint: endpointUrl, close: () => client.close() };
  }
  const local = await startPracticeEndpoint({ seed, clock: systemClock, port: 0, random: Math.random });
  return { redis: () => local.client, practiceEndpoint: local.endpoint.url, close: () => local.close() };
}
