import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Announcer } from '../steps/ports.ts';
import { type Surroundings, TELLING_LIMITS } from './aws.ts';
import { makeAwsAnnouncer } from './aws-announcer.ts';
import type { ANNOUNCING, EnvironmentOf, RECORDS } from './aws-environment.ts';
import { readerOf, waitingWorkflows } from './aws-workflow.ts';
import { sentenceFor } from './closed-run.ts';

/** The announcer of the deployment: its event bus, and the workflows that wait. */
export function eventBus(
  environment: EnvironmentOf<typeof RECORDS & typeof ANNOUNCING>,
  { log }: Pick<Surroundings, 'log'>,
): Announcer {
  return makeAwsAnnouncer({
    client: new EventBridgeClient(TELLING_LIMITS),
    bus: environment.OFFPEAK_EVENT_BUS,
    deployment: environment.OFFPEAK_DEPLOYMENT,
    sentenceOf: sentenceFor(readerOf(environment)),
    tokens: waitingWorkflows(environment),
    log,
  });
}
