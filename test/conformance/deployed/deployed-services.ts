import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ExecutionAlreadyExists } from '../../../shared/engine/errors.ts';
import type { EmbeddedEngine } from '../../../shared/engine/make-engine.ts';
import { type Operation, ServiceError } from './aws-stand-in.ts';

/** What reached the services around the functions. */
export interface Heard {
  readonly events: { readonly type: string; readonly detail: unknown }[];
  readonly tokens: {
    readonly answer: 'success' | 'failure';
    readonly token: string;
    readonly body: unknown;
  }[];
  secretReads: number;
}

export const nothingHeard = (): Heard => ({ events: [], tokens: [], secretReads: 0 });

const eventsSchema = z.object({
  Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string(), EventBusName: z.string() })),
});
const startSchema = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const executionSchema = z.object({ executionArn: z.string() });
const stopSchema = executionSchema.extend({ error: z.string(), cause: z.string() });
const answerSchema = z.looseObject({ taskToken: z.string() });

/** Secrets Manager, EventBridge, Step Functions and SQS, as far as the functions ask them. */
export function deployedServices(parts: {
  readonly secrets: Readonly<Record<string, object>>;
  readonly engine: () => EmbeddedEngine;
  readonly executionArn: (name: string) => string;
  readonly heard: Heard;
}): Readonly<Record<string, Operation>> {
  const { secrets, engine, executionArn, heard } = parts;
  const nameIn = (arn: string) => arn.split(':').at(-1) ?? '';
  const answered = (answer: 'success' | 'failure') => (input: unknown) => {
    const { taskToken, ...body } = answerSchema.parse(input);
    heard.tokens.push({ answer, token: taskToken, body });
  };
  return {
    'secretsmanager.GetSecretValue': (input) => {
      const { SecretId } = z.object({ SecretId: z.string() }).parse(input);
      const value = secrets[SecretId];
      if (value === undefined) throw new ServiceError('ResourceNotFoundException', `no secret ${SecretId}`);
      heard.secretReads += 1;
      return { Name: SecretId, SecretString: JSON.stringify(value), VersionId: randomUUID() };
    },
    'AWSEvents.PutEvents': (input) => {
      const { Entries } = eventsSchema.parse(input);
      for (const { DetailType, Detail } of Entries)
        heard.events.push({ type: DetailType, detail: JSON.parse(Detail) });
      return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) };
    },
    'AWSStepFunctions.StartExecution': async (input) => {
      const { name, input: text } = startSchema.parse(input);
      try {
        const { startedAt } = await engine().start(name, JSON.parse(text));
        return { executionArn: executionArn(name), startDate: startedAt / 1_000 };
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists)
          throw new ServiceError('ExecutionAlreadyExists', error.message);
        throw error;
      }
    },
    'AWSStepFunctions.DescribeExecution': async (input) => {
      const { executionArn: arn } = executionSchema.parse(input);
      const execution = await engine().describe(nameIn(arn));
      if (execution === undefined) throw new ServiceError('ExecutionDoesNotExist', arn);
      return { executionArn: arn, status: execution.status, startDate: execution.startedAt / 1_000 };
    },
    'AWSStepFunctions.StopExecution': async (input) => {
      const { executionArn: arn, error, cause } = stopSchema.parse(input);
      await engine().stop(nameIn(arn), error, cause);
      return { stopDate: 0 };
    },
    'AWSStepFunctions.SendTaskSuccess': answered('success'),
    'AWSStepFunctions.SendTaskFailure': answered('failure'),
    'AmazonSQS.ReceiveMessage': () => ({ Messages: [] }),
  };
}
