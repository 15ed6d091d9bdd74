import { SFNClient } from '@aws-sdk/client-sfn';
import type { Announcer, Executions } from '../steps/ports.ts';
import { AWS_TIME_LIMITS, type Surroundings, TELLING_LIMITS } from './aws.ts';
import type { EnvironmentOf, READER, WORKFLOW } from './aws-environment.ts';
import { makeAwsExecutions } from './aws-executions.ts';
import { makeTaskTokens } from './aws-task-tokens.ts';
import { sentenceFor } from './closed-run.ts';

/** The executions of the deployment's own state machine. */
export function stepFunctions(
  environment: EnvironmentOf<typeof WORKFLOW>,
  { log }: Pick<Surroundings, 'log'>,
): Executions {
  const client = new SFNClient({ requestHandler: AWS_TIME_LIMITS });
  return makeAwsExecutions({ client, stateMachine: environment.OFFPEAK_STATE_MACHINE, log });
}

/** The workflows that wait for a run with a task token, of whatever state machine they are. */
export function waitingWorkflows(
  environment: EnvironmentOf<typeof READER>,
): Pick<Announcer, 'answerToken' | 'refuseToken'> {
  const client = new SFNClient(TELLING_LIMITS);
  return makeTaskTokens({ client, sentenceOf: sentenceFor(readerOf(environment)) });
}

/** For whom the deployment renders its sentences. */
export const readerOf = (environment: EnvironmentOf<typeof READER>) => ({
  language: environment.OFFPEAK_LANGUAGE,
  zone: environment.OFFPEAK_TIMEZONE,
});
