import { describe, expect, it } from 'vitest';
import { verdictsOfRun } from '../../shared/steps/verdicts-of-run.ts';
import { makeRig } from './rig.ts';

describe('what the gates said to a run', () => {
  it('is kept at its claim', async () => {
    const rig = await makeRig();
    const verdicts = await verdictsOfRun(rig.store, await rig.ran());
    expect(verdicts.map(({ gate }) => gate)).toEqual([
      'rule',
      'freshness',
      'freeze',
      'window',
      'room',
      'stop',
      'lease',
      'cooldown',
      'limits',
      'instance',
    ]);
    expect(verdicts.find(({ gate }) => gate === 'window')).toMatchObject({
      answer: 'yes',
      decision: { code: 'WINDOW_OPEN' },
    });
  });

  it('is kept at its close where it never claimed', async () => {
    const rig = await makeRig();
    const verdicts = await verdictsOfRun(rig.store, await rig.ran({ dryRun: true }));
    expect(verdicts.at(-1)).toMatchObject({ gate: 'targets', answer: 'yes' });
  });

  it('is nothing for a run that was never asked', async () => {
    const rig = await makeRig();
    expect(await verdictsOfRun(rig.store, { runId: 'nobody' })).toEqual([]);
  });
});
