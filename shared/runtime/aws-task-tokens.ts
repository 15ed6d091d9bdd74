import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Run } from '../protocol/run.ts';
import type { Announcer } from '../steps/ports.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { toldOf } from './closed-run.ts';

/**
 * Answers workflows that wait for a run with a task token: success with what the run came to, or failure with the
 * outcome's name, in the same form in which the run's own execution fails (PROTOCOL, table B).
 */
export function makeTaskTokens({
  client,
  sentenceOf,
}: {
  client: SFNClient;
  sentenceOf: (run: Run) => string;
}): Pick<Announcer, 'answerToken'> {
  async function send(taskToken: string, run: Run): Promise<void> {
    const { outcome } = run;
    const sentence = sentenceOf(run);
    if (outcome !== undefined && TABLE_B[outcome].executionFails) {
      const cause = JSON.stringify({ errorType: outcome, errorMessage: sentence, trace: [] });
      await client.send(new SendTaskFailureCommand({ taskToken, error: outcome, cause }));
    } else {
      const output = JSON.stringify(toldOf(run, sentence));
      await client.send(new SendTaskSuccessCommand({ taskToken, output }));
    }
  }
  return {
    async answerToken(taskToken, run) {
      try {
        await send(taskToken, run);
        return true;
      } catch (error) {
        if (nobodyWaits(error)) return false;
        throw error;
      }
    },
  };
}

const nobodyWaits = (error: unknown): boolean =>
  error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
