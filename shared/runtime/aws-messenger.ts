import type { Messenger } from '../steps/ports.ts';
import type { Surroundings } from './aws.ts';
import type { EnvironmentOf, READER } from './aws-environment.ts';
import { embeddedChannels } from './embedded-channels.ts';
import { makeMessenger } from './messenger.ts';

/** How the deployment tells people. */
export const messenger = (
  environment: EnvironmentOf<typeof READER>,
  { log }: Pick<Surroundings, 'log'>,
): Messenger => makeMessenger({ channel: embeddedChannels(log), language: environment.OFFPEAK_LANGUAGE });
