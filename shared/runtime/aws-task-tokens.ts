import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Run } from '../protocol/run.ts';
import { AnswerDenied } from '../steps/errors.ts';
import type { Announcer } from '../steps/ports.ts';
import { type TokenAnswer, tokenAnswerOf } from './closed-run.ts';

/** Answers workflows that wait for a run with a task token, through Step Functions. */
export function makeTaskTokens({
  client,
  sentenceOf,
}: {
  client: SFNClient;
  sentenceOf: (run: Run) => string;
}): Pick<Announcer, 'answerToken' | 'refuseToken'> {
  async function send(taskToken: string, answer: TokenAnswer): Promise<boolean> {
    try {
      if ('failure' in answer)
        await client.send(new SendTaskFailureCommand({ taskToken, ...answer.failure }));
      else
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(answer.output) }));
      return true;
    } catch (error) {
      if (nobodyWaits(error)) return false;
      if (error instanceof Error && DENIED.has(error.name))
        throw new AnswerDenied(`${error.name}: ${error.message}`, { cause: error });
      throw error;
    }
  }
  return {
    answerToken: (taskToken, run) => send(taskToken, tokenAnswerOf(run, sentenceOf(run))),
    refuseToken: (taskToken, failure) => send(taskToken, { failure }),
  };
}

const nobodyWaits = (error: unknown): boolean =>
  error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;

/** A role or a key that does not let us, or a token that is none: the next try is told the same. */
const DENIED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'KmsAccessDeniedException',
  'ValidationException',
  'SerializationException',
]);
