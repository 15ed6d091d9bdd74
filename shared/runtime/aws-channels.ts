import { ResourceNotFoundException, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Channel, Delivery, Message } from '../notify/channel.ts';
import { TargetUnusable } from '../notify/errors.ts';
import { makeLogChannel } from '../notify/log.ts';
import type { Post } from '../notify/post.ts';
import type { Target, TargetKind } from '../notify/target.ts';
import { makeTargetChannel, paceOf } from '../notify/targets.ts';
import type { Log, Messenger } from '../steps/ports.ts';
import { type Clock, type Instant, MINUTE, type Milliseconds } from '../time/clock.ts';
import { reasonOf, targetIn } from './secret-target.ts';

/** How long a target that was read is used: a bot that was replaced is noticed so much later. */
const CACHED_FOR: Milliseconds = 5 * MINUTE;

export interface AwsChannelsParts {
  readonly secrets: SecretsManagerClient;
  /** The channel to a topic of this name. */
  readonly topic: (name: string) => Channel;
  readonly post: Post;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** The channels of the deployment: bots and webhooks from their secrets, topics of its own account and region, the log. */
export function makeAwsChannels(parts: AwsChannelsParts): Messenger['channel'] {
  const channels = new Map<string, Channel>();
  return (_entry, { kind, name }) => {
    const key = `${kind} ${name}`;
    const known = channels.get(key);
    if (known !== undefined) return known;
    const made = channelOf(parts, kind, name);
    channels.set(key, made);
    return made;
  };
}

function channelOf(parts: AwsChannelsParts, kind: TargetKind | 'sns' | 'log', name: string): Channel {
  if (kind === 'log') return makeLogChannel((line) => parts.log.warn({ ...line, data: { ...line.data } }));
  if (kind === 'sns') return parts.topic(name);
  return secretChannel(parts, kind, name);
}

/**
 * A channel whose target is read when it is first to send. A secret that cannot be used is a delivery that failed; a bot
 * that refuses for good what a kept target sent is asked once more with the secret as it is now.
 */
function secretChannel(
  { secrets, clock, post, log }: AwsChannelsParts,
  kind: TargetKind,
  secret: string,
): Channel {
  let kept: { readonly target: Target; readonly at: Instant } | undefined;
  async function sendFresh(message: Message): Promise<Delivery> {
    try {
      kept = { target: await targetIn(secrets, kind, secret), at: clock.now() };
    } catch (error) {
      const what = `the secret of a channel cannot be used: ${reasonOf(error)}`;
      log.warn({ what, code: 'CHANNEL_UNUSABLE', data: { kind, secret } });
      return deliveryOf(error);
    }
    return await sendTo(kept.target, message);
  }
  const sendTo = (target: Target, message: Message) =>
    makeTargetChannel({ target, clock, post }).send(message);
  return {
    pace: paceOf(kind),
    async send(message) {
      if (kept === undefined || clock.now() - kept.at >= CACHED_FOR) return await sendFresh(message);
      const delivery = await sendTo(kept.target, message);
      return delivery.delivered || !delivery.permanent ? delivery : await sendFresh(message);
    },
  };
}

/**
 * AWS does not take the caller's word: no right on the secret or on its key, or credentials that are missing, over or
 * another's. They may come back (API references, GetSecretValue and Publish).
 */
const NOT_TRUSTED =
  /^(AccessDenied|CredentialsProvider|DecryptionFailure|ExpiredToken|InvalidClientTokenId|InvalidSignature|UnrecognizedClient)/;

function deliveryOf(error: unknown): Delivery {
  if (error instanceof TargetUnusable) {
    const forbidden = error.faults.some((fault) => fault.includes('not public'));
    return { delivered: false, code: forbidden ? 'TARGET_FORBIDDEN' : 'TARGET_UNKNOWN', permanent: true };
  }
  if (error instanceof ResourceNotFoundException)
    return { delivered: false, code: 'TARGET_UNKNOWN', permanent: true };
  // A policy is mended without a word to us: what it refuses is asked for again.
  const denied = error instanceof Error && NOT_TRUSTED.test(error.name);
  return { delivered: false, code: denied ? 'NOT_AUTHORIZED' : 'NETWORK_FAILED', permanent: false };
}
