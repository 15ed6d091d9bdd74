import { TargetUnusable } from '../notify/errors.ts';
import { type Reach, readTarget, type Target, type TargetKind } from '../notify/target.ts';
import { type ChannelKind, channelsOf } from '../plan/notify.ts';
import type { Plan } from '../plan/plan.ts';

/** The targets by `channelName`, or every variable that is missing or unusable, in one sentence each. Never a value. */
export type ChannelsReading =
  | { readonly targets: ReadonlyMap<string, Target>; readonly faults?: never }
  | { readonly faults: readonly string[]; readonly targets?: never };

type Environment = Readonly<Record<string, string | undefined>>;

/** What a channel of an entry is called: `dba/feishu`. */
export const channelName = (entry: string, kind: ChannelKind): string => `${entry}/${kind}`;

/** The names of the variables of one channel: `dba`, `feishu` → `OFFPEAK_NOTIFY_DBA_FEISHU_URL` and so on. */
export function channelVariables(entry: string, kind: ChannelKind) {
  const prefix = `OFFPEAK_NOTIFY_${`${entry}_${kind}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  return {
    /** The address that the bot was given, or the receiver's own. It is a secret: it holds a token. */
    url: `${prefix}_URL`,
    /** With it messages are signed. A webhook needs one. */
    secret: `${prefix}_SECRET`,
  };
}

/**
 * Reads the channels of every entry from a record of variables. An empty variable counts as missing.
 *
 * Live, each channel but `log` needs its variables, and `sns` is refused: topics are for the deployment on AWS. In practice
 * a channel without any is left out, and this machine may be an address.
 */
export function channelsFromEnvironment(
  { notify }: Pick<Plan, 'notify'>,
  environment: Environment,
  { practice }: { readonly practice: boolean },
): ChannelsReading {
  const all = Object.entries(notify).flatMap(([entry, target]) =>
    channelsOf(target).map(({ kind }) => ({ entry, kind })),
  );
  const faults = sharedVariables(all);
  const missing: string[] = [];
  const targets = new Map<string, Target>();
  for (const { entry, kind } of all) {
    if (kind === 'log') continue;
    if (kind === 'sns') {
      if (!practice)
        faults.push(`${entry} names a topic of SNS, which only the deployment on AWS can tell; take it out.`);
      continue;
    }
    const { url, secret } = channelVariables(entry, kind);
    if ((environment[url] ?? '') === '') {
      if (!practice) missing.push(url);
      continue;
    }
    const read = readOne(kind, environment, { url, secret }, practice ? 'with loopback' : 'public');
    if (typeof read === 'string') faults.push(read);
    else targets.set(channelName(entry, kind), read);
  }
  if (missing.length > 0) faults.push(`Set ${missing.join(', ')}: the plan's notify needs them.`);
  return faults.length > 0 ? { faults } : { targets };
}

function readOne(
  kind: TargetKind,
  environment: Environment,
  { url, secret }: { readonly url: string; readonly secret: string },
  reach: Reach,
): Target | string {
  const key = environment[secret] ?? '';
  const text = JSON.stringify({ url: environment[url], ...(key !== '' && { secret: key }) });
  try {
    return readTarget(kind, url, text, reach);
  } catch (error) {
    if (error instanceof TargetUnusable)
      return `${url} and ${secret} are unusable: ${error.faults.join('; ')}.`;
    throw error;
  }
}

/** Two channels whose names lead to the same variables: one of them would tell the other's people. */
function sharedVariables(
  channels: readonly { readonly entry: string; readonly kind: ChannelKind }[],
): string[] {
  const byVariable = Map.groupBy(channels, ({ entry, kind }) => channelVariables(entry, kind).url);
  return [...byVariable].flatMap(([variable, sharing]) =>
    sharing.length > 1
      ? [
          `${sharing.map(({ entry, kind }) => channelName(entry, kind)).join(' and ')} would share ${variable}; rename one of the entries.`,
        ]
      : [],
  );
}
