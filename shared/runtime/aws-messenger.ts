import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Post } from '../notify/post.ts';
import { makeTopic } from '../notify/sns.ts';
import type { Messenger } from '../steps/ports.ts';
import type { Clock } from '../time/clock.ts';
import { AWS_TIME_LIMITS, type Surroundings, TELLING_LIMITS } from './aws.ts';
import { makeAwsChannels } from './aws-channels.ts';
import type { EnvironmentOf, TELLING } from './aws-environment.ts';
import { makeMessenger } from './messenger.ts';

/** How the deployment tells people. */
export function messenger(
  { OFFPEAK_LANGUAGE, OFFPEAK_TOPIC_PREFIX, OFFPEAK_RUNBOOK }: EnvironmentOf<typeof TELLING>,
  { clock, log }: Surroundings,
): Messenger {
  // Each try of a message is claimed and counted: the client makes none of its own.
  const topics = new SNSClient({ requestHandler: AWS_TIME_LIMITS, maxAttempts: 1 });
  const channel = makeAwsChannels({
    secrets: new SecretsManagerClient(TELLING_LIMITS),
    topic: (name) => makeTopic({ client: topics, topicArn: `${OFFPEAK_TOPIC_PREFIX}${name}` }),
    post: postWhenNeeded(clock),
    clock,
    log,
  });
  return makeMessenger({
    channel,
    language: OFFPEAK_LANGUAGE,
    ...(OFFPEAK_RUNBOOK !== undefined && { runbook: OFFPEAK_RUNBOOK }),
  });
}

/** The HTTP client starts with the first message: a run that went well, which needs nobody, does not wait for it. */
function postWhenNeeded(clock: Clock): Post {
  let post: Post | undefined;
  return async (posting) => {
    if (post === undefined) {
      const { makeGuardedPost } = await import('./guarded-post.ts');
      post = makeGuardedPost({ clock, reach: 'public' });
    }
    return await post(posting);
  };
}
