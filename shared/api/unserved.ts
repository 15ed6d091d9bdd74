import { nearest } from '../plan/nearest.ts';
import type { Plan } from '../plan/plan.ts';
import type { Fault } from './faults.ts';

/** What of a sound plan a composition cannot serve, a fault for each: it would accept runs that cannot work. */
export type Unserved = (plan: Plan) => readonly Fault[];

/** What a deployment was given when it was made (`infra/deployment.ts`): names, never values. */
export interface GivenNames {
  /** Secrets that hold the vendor's keys. */
  readonly credentials: readonly string[];
  /** Secrets that message channels use. */
  readonly notifySecrets: readonly string[];
  /** SNS topics. */
  readonly notifyTopics: readonly string[];
}

/** Channels that need a secret; `sns` needs a topic, `log` neither. */
const SECRET_CHANNELS: ReadonlySet<string> = new Set(['feishu', 'dingtalk', 'wecom', 'webhook']);

/**
 * Holds a plan to the names that a deployment was given. All faults at once.
 *
 * What the plan wrote is never shown, since somebody may have written a secret itself.
 */
export function unservedBy({ credentials, notifySecrets, notifyTopics }: GivenNames): Unserved {
  const ofChannel = (channel: string, written: string, path: string) => {
    if (SECRET_CHANNELS.has(channel)) return beyond(written, notifySecrets, path, 'notify.secrets');
    return channel === 'sns' ? beyond(written, notifyTopics, path, 'notify.topics') : [];
  };
  return ({ accounts, notify }) => [
    ...Object.values(accounts).flatMap((account) =>
      beyond(account.credentials, credentials, `plan accounts.${account.name}.credentials`, 'credentials'),
    ),
    ...Object.entries(notify).flatMap(([entry, channels]) =>
      Object.entries(channels).flatMap(([channel, written]) =>
        ofChannel(channel, String(written), `plan notify.${entry}.${channel}`),
      ),
    ),
  ];
}

function beyond(written: string, given: readonly string[], path: string, setting: string): readonly Fault[] {
  if (given.includes(written)) return [];
  const meant = nearest(written, given);
  const sentence = `The deployment's ${setting} has no such name; add it to the settings and deploy.`;
  return [{ path, sentence, ...(meant !== undefined && { nearest: meant }) }];
}
