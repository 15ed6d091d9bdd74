import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { TaskFunction } from '../../shared/engine/engine.ts';
import { loadDefinition } from '../../shared/engine/load.ts';
import { definition, substitute } from '../../shared/workflow/definition.ts';
import { STEP_FUNCTIONS, substitutionOf } from '../../shared/workflow/names.ts';
import { named, type Run, run, START } from '../engine/harness.ts';

const STEPS = ['CheckWindow', 'SwitchOver', 'PollStatus', 'RecordOutcome'] as const;
type Step = (typeof STEPS)[number];

const filled = substitute({
  Partition: 'aws',
  ...Object.fromEntries(STEPS.map((step) => [substitutionOf(step), step])),
});

/** Each step answers its list one by one, the last answer again and again. An Error is thrown. */
type Script = Partial<Record<Step, readonly unknown[]>>;

const HAPPY: Required<Script> = {
  CheckWindow: [{ decision: 'yes', runId: 'r1' }],
  SwitchOver: [{ runId: 'r1' }],
  PollStatus: [{ decision: 'done', runId: 'r1' }],
  RecordOutcome: [{ runId: 'r1', outcome: 'SUCCEEDED' }],
};

interface Workflow extends Run {
  readonly calls: readonly { readonly step: Step; readonly payload: unknown; readonly at: number }[];
}

async function runWorkflow(
  script: Script,
  input: unknown = { rule: 'weekly', key: 'k1' },
): Promise<Workflow> {
  const calls: { step: Step; payload: unknown; at: number }[] = [];
  const functions = Object.fromEntries(
    STEPS.map((step): [string, TaskFunction] => {
      const answers = script[step] ?? HAPPY[step];
      let count = 0;
      const answer: TaskFunction = async (payload, { deadline }) => {
        calls.push({ step, payload, at: deadline - STEP_FUNCTIONS[step].stateTimeoutSeconds * 1_000 });
        const next = answers[Math.min(count, answers.length - 1)];
        count += 1;
        if (next instanceof Error) throw next;
        return next;
      };
      return [step, answer];
    }),
  );
  const finished = await run(filled, input, { functions });
  return { ...finished, calls };
}

describe('the definition', () => {
  it('is taken by the engine and by asl-validator', () => {
    expect(loadDefinition(filled).states.size).toBe(Object.keys(definition.States).length);
    expect(aslValidator(JSON.parse(JSON.stringify(filled)))).toMatchObject({ isValid: true, errors: [] });
  });

  it('is never half filled in', () => {
    expect(() => substitute({ Partition: 'aws' })).toThrow(
      /lacks substitutions for CheckWindowFunction, SwitchOverFunction, PollStatusFunction, RecordOutcomeFunction/,
    );
  });

  it('gives each state more time than its function', () => {
    for (const step of Object.values(STEP_FUNCTIONS)) {
      expect(step.stateTimeoutSeconds).toBeGreaterThan(step.functionTimeoutSeconds);
    }
  });
});

describe('the workflow', () => {
  it('enters six states when all goes well', async () => {
    const { execution, entered, calls } = await runWorkflow({});

    expect(entered).toEqual([
      'CheckWindow',
      'WindowDecision',
      'SwitchOver',
      'PollStatus',
      'PollDecision',
      'RecordOutcome',
    ]);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'SUCCEEDED' } });
    const id = 'arn:aws:states:us-east-1:111111111111:execution:machine:run';
    expect(calls.map(({ payload }) => payload)).toEqual([
      { input: { rule: 'weekly', key: 'k1' }, execution: id },
      { runId: 'r1', execution: id },
      { runId: 'r1', execution: id },
      { runId: 'r1', execution: id },
    ]);
  });

  it('ends in Duplicate when the run exists already, and calls no other step', async () => {
    const { execution, entered, calls } = await runWorkflow({
      CheckWindow: [{ decision: 'duplicate', runId: 'r1' }],
    });

    expect(entered).toEqual(['CheckWindow', 'WindowDecision', 'Duplicate']);
    expect(execution.status).toBe('SUCCEEDED');
    expect(calls.map(({ step }) => step)).toEqual(['CheckWindow']);
  });

  it('records at once when the gates say no', async () => {
    const { entered } = await runWorkflow({ CheckWindow: [{ decision: 'no', runId: 'r1' }] });

    expect(entered).toEqual(['CheckWindow', 'WindowDecision', 'RecordOutcome']);
  });

  it('waits for the window to the millisecond and asks again, with what CheckWindow returned', async () => {
    const until = '2026-11-24T02:00:00+08:00';
    const notYet = { decision: 'not yet', runId: 'r1', until };
    const { entered, calls } = await runWorkflow({ CheckWindow: [notYet, HAPPY.CheckWindow[0]] });

    expect(entered.slice(0, 4)).toEqual(['CheckWindow', 'WindowDecision', 'WaitForWindow', 'CheckWindow']);
    expect(calls[1]).toMatchObject({
      step: 'CheckWindow',
      payload: { input: notYet },
      at: Date.parse(until),
    });
  });

  it('polls again after the wait that PollStatus asks for', async () => {
    const changing = { decision: 'changing', runId: 'r1', waitSeconds: 45 };
    const { entered, calls } = await runWorkflow({ PollStatus: [changing, changing, HAPPY.PollStatus[0]] });

    expect(entered.filter((state) => state === 'WaitToPoll')).toHaveLength(2);
    const polls = calls.filter(({ step }) => step === 'PollStatus').map(({ at }) => at - START);
    expect(polls).toEqual([0, 45_000, 90_000]);
  });

  it('sends the next batch when PollStatus says so', async () => {
    const { entered } = await runWorkflow({
      PollStatus: [{ decision: 'next batch', runId: 'r1' }, HAPPY.PollStatus[0]],
    });

    expect(entered.slice(2)).toEqual([
      'SwitchOver',
      'PollStatus',
      'PollDecision',
      'SwitchOver',
      'PollStatus',
      'PollDecision',
      'RecordOutcome',
    ]);
  });

  it.each(['PARTIAL', 'FAILED', 'UNKNOWN'])(
    'fails with the outcome %s, not retried, its sentence in the cause',
    async (outcome) => {
      const { execution, calls } = await runWorkflow({ RecordOutcome: [named(outcome, 'The sentence.')] });

      expect(execution).toMatchObject({ status: 'FAILED', error: outcome });
      expect(JSON.parse(execution.cause ?? '')).toEqual({
        errorType: outcome,
        errorMessage: 'The sentence.',
        trace: [],
      });
      expect(calls.filter(({ step }) => step === 'RecordOutcome')).toHaveLength(1);
    },
  );

  it('looks at what happened when SwitchOver fails, 30 s later, and never sends again by itself', async () => {
    const { entered, calls } = await runWorkflow({ SwitchOver: [named('TypeError', 'a defect')] });

    expect(entered.slice(2)).toEqual([
      'SwitchOver',
      'WaitToPoll',
      'PollStatus',
      'PollDecision',
      'RecordOutcome',
    ]);
    expect(calls.filter(({ step }) => step === 'SwitchOver')).toHaveLength(1);
    expect(calls.filter(({ step }) => step === 'PollStatus').map(({ at }) => at - START)).toEqual([30_000]);
  });

  it('does not spin where every SwitchOver fails and PollStatus asks for the next batch: each turn waits', async () => {
    const failing = Array.from({ length: 3 }, () => named('TypeError', 'a defect'));
    const nextBatch = { decision: 'next batch', runId: 'r1' };
    const { calls } = await runWorkflow({
      SwitchOver: failing,
      PollStatus: [nextBatch, nextBatch, HAPPY.PollStatus[0]],
    });

    expect(calls.filter(({ step }) => step === 'SwitchOver').map(({ at }) => at - START)).toEqual([
      0, 30_000, 60_000,
    ]);
  });

  it('waits 30 s when PollStatus itself fails, and keeps the run id', async () => {
    const { entered, calls, execution } = await runWorkflow({
      PollStatus: [named('TypeError', 'a defect'), HAPPY.PollStatus[0]],
    });

    expect(entered.slice(3)).toEqual([
      'PollStatus',
      'WaitToPoll',
      'PollStatus',
      'PollDecision',
      'RecordOutcome',
    ]);
    expect(calls.filter(({ step }) => step === 'PollStatus').map(({ at }) => at - START)).toEqual([
      0, 30_000,
    ]);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it.each(STEPS)(
    'retries %s four times after faults of the platform, with growing jittered waits',
    async (step) => {
      const throttled = named('Lambda.TooManyRequestsException', 'Rate exceeded');
      const script = { [step]: [throttled, throttled, throttled, throttled, HAPPY[step][0]] };
      const { execution, calls } = await runWorkflow(script);

      expect(execution.status).toBe('SUCCEEDED');
      const times = calls.filter((call) => call.step === step).map(({ at }) => at - START);
      expect(times).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
    },
  );

  it('fails without a Catch when CheckWindow cannot be asked', async () => {
    const { execution } = await runWorkflow({ CheckWindow: [named('StoreUnavailable', 'no answer')] });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'StoreUnavailable' });
  });
});
