import { expect, it } from 'vitest';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import { RunChanged } from '../../shared/steps/errors.ts';
import { recordUndelivered, type Undelivered } from '../../shared/steps/record-undelivered.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { makeRig, NIGHT, SOLO } from './rig.ts';

const undelivered = (over: Partial<Undelivered['request']> = {}): Undelivered => ({
  request: { rule: 'solo', key: 'k', when: 'window', reason: 'nightly', ...over },
  by: 'arn:schedule',
  askedAt: NIGHT,
  givenUpAt: NIGHT + MINUTE,
  answer: 'Throttled',
  evidence: { letter: '1' },
});
const runId = runIdOfRequest('test', 'k');

it('is a run, SKIPPED as it is accepted, with who brought it, when it was given up and why', async () => {
  const rig = await makeRig();

  expect(await recordUndelivered(rig.ports, undelivered())).toMatchObject({
    known: false,
    run: { runId, phase: 'CLOSED', outcome: 'SKIPPED' },
  });
  expect(await rig.run(runId)).toMatchObject({
    trigger: { by: 'arn:schedule', reason: 'nightly' },
    decision: { data: { undeliveredAt: NIGHT + MINUTE, answer: 'Throttled' } },
  });
});

it('is known the second time, and stays as it was', async () => {
  const rig = await makeRig();
  await recordUndelivered(rig.ports, undelivered());
  const before = await rig.run(runId);

  expect(await recordUndelivered(rig.ports, undelivered())).toMatchObject({ known: true, run: { runId } });
  expect(await rig.run(runId)).toEqual(before);
});

it.each([
  ['another request under its key', { reason: 'another' }, 'key: it was used for another request'],
  ['a rule that is none', { key: 'other', rule: 'nobody' }, 'unknown rule: NO_RULE_MATCHES'],
  [
    'an instance that no rule covers',
    { key: 'other', rule: undefined, instance: `${SOLO}9` },
    'unknown instance: NO_RULE_MATCHES',
  ],
])('is no run: %s', async (_, over, fault) => {
  const rig = await makeRig();
  await recordUndelivered(rig.ports, undelivered());

  expect(await recordUndelivered(rig.ports, undelivered(over))).toEqual({ faults: [fault] });
});

it('throws where another wrote it at the same moment', async () => {
  const rig = await makeRig();
  const store = {
    ...rig.store,
    async get(...given: Parameters<typeof rig.store.get>) {
      const item = await rig.store.get(...given);
      if (item === undefined) await recordUndelivered(rig.ports, undelivered());
      return item;
    },
  };

  await expect(recordUndelivered({ ...rig.ports, store }, undelivered())).rejects.toThrow(RunChanged);
});
