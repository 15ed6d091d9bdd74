import { expect, it } from 'vitest';
import { readRunView, runIdOf } from '../../shared/api/run-file.ts';
import { RunNotFound } from '../../shared/steps/errors.ts';
import { makeRig } from '../steps/rig.ts';

it('only what looks like a run id is looked up', () => {
  const runId = 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst';

  expect(runIdOf(runId)).toBe(runId);
  for (const other of [
    '',
    `${runId}a`,
    runId.toUpperCase(),
    runId.slice(1),
    `${runId}\n`,
    `run#${runId.slice(4)}`,
  ]) {
    expect(() => runIdOf(other)).toThrow(RunNotFound);
  }
});

it('a run without a record is not found', async () => {
  const { ports } = await makeRig();

  await expect(readRunView({ ports, zoneOf: async () => 'UTC' }, 'a'.repeat(52))).rejects.toThrow(
    RunNotFound,
  );
});
