import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { channelName } from '../cli/channels-from-environment.ts';
import type { ChannelAnswer, TestNoticeOptions } from '../cli/programs.ts';
import type { Post } from '../notify/post.ts';
import { type ChannelKind, channelsOf } from '../plan/notify.ts';
import type { Log, Messenger } from '../steps/ports.ts';
import type { Clock } from '../time/clock.ts';
import { AWS_TIME_LIMITS } from './aws.ts';
import { makeAwsChannels } from './aws-channels.ts';
import { embeddedChannels } from './embedded-channels.ts';
import { makeGuardedPost } from './guarded-post.ts';
import { makeMessenger } from './messenger.ts';
import { makeNamedTopic } from './named-topic.ts';

/** What sending takes besides the entry. */
export interface TellingEdges {
  readonly clock: Clock;
  readonly log: Log;
  /** Default: to public addresses, in practice to this machine too. */
  readonly post?: Post;
  /** Clients for an AWS region, with the caller's own credentials. */
  readonly awsIn?: (region: string) => AwsClients;
}

interface AwsClients {
  readonly secrets: SecretsManagerClient;
  readonly topics: SNSClient;
}

/**
 * Sends one message through every channel of an entry at once, each once, and says what they answered, in the entry's order.
 *
 * A secret or a topic that cannot be used is an answer. One message of a person keeps no pace: Offpeak keeps half of every
 * limit.
 */
export async function sendTestNotice(
  options: TestNoticeOptions,
  edges: TellingEdges,
): Promise<readonly ChannelAnswer[]> {
  const { entry, target, zone, language, channels } = options;
  const practice = practises(channels);
  const messenger = makeMessenger({ channel: channelsFor(channels, edges), language, practice });
  const notice = { kind: 'test', entry, at: edges.clock.now() } as const;
  const message = messenger.write(notice, { languages: target.languages, zone });
  return await Promise.all(
    channelsOf(target).map(async (named) => ({
      kind: named.kind,
      delivery: await messenger.channel(entry, named).send(message),
      ...(practice && isMissing(named.kind, options) && { inTheLog: true }),
    })),
  );
}

type Channels = TestNoticeOptions['channels'];

const practises = (channels: Channels): boolean => 'practice' in channels && channels.practice;

const isMissing = (kind: ChannelKind, { entry, channels }: TestNoticeOptions): boolean =>
  kind !== 'log' && 'targets' in channels && !channels.targets.has(channelName(entry, kind));

function channelsFor(
  channels: Channels,
  { clock, log, post, awsIn = clientsIn }: TellingEdges,
): Messenger['channel'] {
  const edges = {
    clock,
    log,
    post: post ?? makeGuardedPost({ clock, reach: practises(channels) ? 'with loopback' : 'public' }),
  };
  if ('targets' in channels) return embeddedChannels({ ...edges, ...channels });
  const { secrets, topics } = awsIn(channels.secretsIn);
  return makeAwsChannels({ ...edges, secrets, topic: (name) => makeNamedTopic({ client: topics, name }) });
}

const clientsIn = (region: string): AwsClients => ({
  secrets: new SecretsManagerClient({ region, requestHandler: AWS_TIME_LIMITS }),
  // A second try of its own could be a second message.
  topics: new SNSClient({ region, requestHandler: AWS_TIME_LIMITS, maxAttempts: 1 }),
});
