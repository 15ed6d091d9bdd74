import { describe, expect, it } from 'vitest';
import { FLEET, makeRig } from './rig.ts';

describe('a switchover in its window', () => {
  it('enters six states, sends once and is proven', async () => {
    const rig = await makeRig();
    const started = await rig.start();
    if (!started.started) throw new Error(JSON.stringify(started));

    const execution = await rig.ended(started.run.runId);

    const run = await rig.run(started.run.runId);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'SUCCEEDED', attributed: 'yes' },
    });
    expect(run).toMatchObject({ phase: 'CLOSED', outcome: 'SUCCEEDED', reason: 'PROVEN' });
    expect(rig.executed()).toBe(1);
    const history = await rig.engine.history(run.runId);
    expect(history.filter(({ type }) => type.endsWith('StateEntered')).map(({ state }) => state)).toEqual([
      'CheckWindow',
      'WindowDecision',
      'SwitchOver',
      'PollStatus',
      'PollDecision',
      'RecordOutcome',
    ]);
  });

  it('takes a sharded instance one shard alone, then the rest', async () => {
    const rig = await makeRig();
    const started = await rig.start({ instance: FLEET });
    if (!started.started) throw new Error(JSON.stringify(started));

    await rig.ended(started.run.runId);

    const run = await rig.run(started.run.runId);
    expect(run).toMatchObject({ outcome: 'SUCCEEDED', batches: 3, verified: 3 });
    expect(rig.model.executed().map(({ nodeIds }) => nodeIds.length)).toEqual([1, 10, 1]);
  });
});
