import { describe, expect, it } from 'vitest';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import {
  EMBEDDED_DEFINITION,
  executionIdOf,
  makeWorkflowEngine,
} from '../../shared/runtime/workflow-engine.ts';
import { definition } from '../../shared/workflow/definition.ts';
import { makeRig } from '../steps/rig.ts';

describe('the definition that is embedded', () => {
  it('is the deployed object, with nothing left to substitute', () => {
    const embedded = EMBEDDED_DEFINITION;

    expect(JSON.stringify(embedded)).not.toContain('${');
    expect(Object.keys(embedded)).toEqual(Object.keys(definition));
    expect(embedded.States).toHaveProperty('CheckWindow.Arguments.FunctionName', 'CheckWindow');
  });
});

describe('an execution of a run', () => {
  it('is named after the run and known by one id, inside and outside', async () => {
    const rig = await makeRig();
    const started = await rig.start();
    if (!started.started) throw new Error('not started');
    const { runId } = started.run;

    await rig.ended(runId);

    expect((await rig.run(runId)).executor).toBe(executionIdOf(runId));
    expect(await rig.ports.executions.status(executionIdOf(runId))).toBe('SUCCEEDED');
  });

  it('starts once: the second asking is told that it was started before', async () => {
    const rig = await makeRig();
    const started = await rig.start();
    if (!started.started) throw new Error('not started');
    const { runId } = started.run;

    expect(await rig.ports.executions.start(runId)).toBe(false);
    await rig.ended(runId);
    expect(await rig.ports.executions.start(runId)).toBe(false);
    expect(rig.executed()).toBe(1);
  });

  it('that two ask for at the same instant starts once, and only one of them started it', async () => {
    const rig = await makeRig();
    const started = await rig.start({ when: 'window' });
    if (!started.started) throw new Error('not started');
    const { runId } = started.run;

    const answers = await Promise.all([1, 2, 3].map(() => rig.ports.executions.start(runId)));

    expect(answers.filter(Boolean)).toHaveLength(1);
    await rig.ended(runId);
    expect(rig.executed()).toBe(1);
  });

  it('is unknown under any other name', async () => {
    const rig = await makeRig();

    expect(await rig.ports.executions.status(executionIdOf('nobody'))).toBeUndefined();
  });

  it('that is stopped ends ABORTED, and stopping it again is no fault', async () => {
    const rig = await makeRig({ at: Date.parse('2026-11-24T14:00:00+08:00') });
    const { engine, ports } = rig;
    await engine.start('waiting', {
      instance: 'redis-cn0000000000000001',
      key: 'a-key',
      when: 'window',
      reason: 'to wait for the window',
    });
    await rig.clock.advanceTo(rig.clock.now());

    await ports.executions.stop(executionIdOf('waiting'), 'no longer wanted');
    await ports.executions.stop(executionIdOf('waiting'), 'no longer wanted');

    expect(await ports.executions.status(executionIdOf('waiting'))).toBe('ABORTED');
    expect(rig.executed()).toBe(0);
  });
});

describe('each invocation of a step', () => {
  it('is told for which run it is, and which step it is; a direct start has no run yet', async () => {
    const rig = await makeRig();
    const seen: string[] = [];
    const { engine } = makeWorkflowEngine({
      ports: rig.ports,
      sentenceOf: () => '',
      journal: makeMemoryJournal(),
      uuid: () => crypto.randomUUID(),
      onFault: (_execution, fault) => {
        throw fault;
      },
      inRun: (runId, step, work) => {
        seen.push(`${runId} ${step}`);
        return work();
      },
    });
    await engine.start('direct', {
      instance: 'redis-cn0000000000000001',
      key: 'a-key',
      when: 'now',
      reason: 'to see it',
      dryRun: true,
    });
    const ended = await engine.ended('direct');

    const runId = runIdOfRequest(rig.ports.settings.deployment, 'a-key');
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { runId } });
    expect(seen).toEqual([`${runId} SwitchOver`, `${runId} PollStatus`, `${runId} RecordOutcome`]);
  });
});
