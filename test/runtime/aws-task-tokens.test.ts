import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { makeTaskTokens } from '../../shared/runtime/aws-task-tokens.ts';
import { AnswerDenied } from '../../shared/steps/errors.ts';
import { awsLoopback, type Reply } from './aws-loopback.ts';
import { closedRun, unknownRun } from './closed-runs.ts';

async function withService(reply: Reply = { result: {} }) {
  const service = await awsLoopback(() => reply);
  const tokens = makeTaskTokens({
    client: new SFNClient(service.client),
    sentenceOf: (run) => `The sentence of ${run.runId}.`,
  });
  return { service, tokens };
}

describe('a waiting workflow', () => {
  it('goes on with what the run came to', async () => {
    const { service, tokens } = await withService();
    await using _closing = service;

    expect(await tokens.answerToken('token', closedRun())).toBe(true);
    expect(service.calls).toMatchObject([{ action: 'SendTaskSuccess', input: { taskToken: 'token' } }]);
    expect(outputOf(service.calls[0]?.input)).toMatchObject({
      runId: 'aaaabbbbcccc',
      outcome: 'SUCCEEDED',
      reason: 'PROVEN',
      sentence: 'The sentence of aaaabbbbcccc.',
      attributed: 'yes',
    });
  });

  it('goes on after a skipped run too: to skip is not to fail', async () => {
    const { service, tokens } = await withService();
    await using _closing = service;
    await tokens.answerToken('token', closedRun({ outcome: 'SKIPPED', reason: 'FREEZE' }));

    expect(service.calls).toMatchObject([{ action: 'SendTaskSuccess' }]);
  });

  it.each(['PARTIAL', 'FAILED', 'UNKNOWN'] as const)('fails by the name %s', async (outcome) => {
    const { service, tokens } = await withService();
    await using _closing = service;
    await tokens.answerToken('token', unknownRun({ outcome }));

    const errorMessage = 'The sentence of aaaabbbbcccc.';
    const cause = JSON.stringify({ errorType: outcome, errorMessage, trace: [] });
    const input = { taskToken: 'token', error: outcome, cause };
    expect(service.calls).toEqual([{ action: 'SendTaskFailure', input }]);
  });

  it('fails by InputRefused where its request was refused', async () => {
    const { service, tokens } = await withService();
    await using _closing = service;
    const refusal = { error: 'InputRefused', cause: '{"errorMessage":"key: missing"}' };

    expect(await tokens.refuseToken('token', refusal)).toBe(true);
    expect(service.calls).toEqual([{ action: 'SendTaskFailure', input: { taskToken: 'token', ...refusal } }]);
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'is not heard any more after %s',
    async (error) => {
      const { service, tokens } = await withService({ error });
      await using _closing = service;

      expect(await tokens.answerToken('token', closedRun())).toBe(false);
    },
  );

  it.each(['AccessDeniedException', 'KmsAccessDeniedException', 'ValidationException'])(
    'can never be told after %s',
    async (error) => {
      const { service, tokens } = await withService({ error });
      await using _closing = service;
      const refused = tokens.refuseToken('token', { error: 'InputRefused', cause: '{}' });

      await expect(refused).rejects.toBeInstanceOf(AnswerDenied);
      await expect(refused).rejects.toThrow(error);
    },
  );

  it('is answered again later when the service did not take the answer', async () => {
    const { service, tokens } = await withService({ error: 'ThrottlingException' });
    await using _closing = service;

    await expect(tokens.answerToken('token', closedRun())).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
  });
});

function outputOf(input: unknown): unknown {
  const output = typeof input === 'object' && input !== null && 'output' in input ? input.output : undefined;
  return JSON.parse(String(output));
}
