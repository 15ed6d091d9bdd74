import { describe, expect, it } from 'vitest';
import { type Crash, pointsOf, runWith, type Story } from './crashes.ts';
import { FLEET, SOLO } from './rig.ts';

const solo = await runWith(SOLO);
const fleet = await runWith(FLEET);
const direct = await runWith(SOLO, undefined, 'direct');

/** What every run must come to, whatever befell it. */
async function expectTruth({ rig, runId }: Story, instance: string, batches: number): Promise<void> {
  const run = await rig.run(runId);
  const executed = rig.executed();
  const tokens = rig.model.executed().map(({ clientToken }) => clientToken);

  expect(run.phase).toBe('CLOSED');
  expect(run.announcedAt).toBeDefined();
  expect(new Set(tokens).size).toBe(executed);
  expect(rig.asked('SwitchOver')).toBe(executed);
  expect([run.outcome, run.settled?.as]).toEqual(expect.toBeOneOf(endsOf(executed, batches)));
  if (run.outcome === 'SUCCEEDED') expect(run.desired).toBe('yes');
  expect((await rig.lease(instance))?.owner).toBe(run.hold === true ? runId : undefined);
  expect(await rig.slots()).toEqual([]);
  expect((await rig.events(runId)).filter((kind) => kind === 'CLOSED')).toHaveLength(1);
  expect(rig.told.map(({ what }) => what)).toContain('closed');
}

/** How a run may end that executed so many of its batches. */
function endsOf(executed: number, batches: number): readonly (readonly [string, string | undefined])[] {
  if (executed === batches) return [['SUCCEEDED', undefined]];
  if (executed > 0)
    return [
      ['PARTIAL', undefined],
      ['UNKNOWN', undefined],
    ];
  return [
    ['SKIPPED', undefined],
    ['UNKNOWN', 'NOT_SWITCHED'],
  ];
}

it('without a crash both runs succeed, and are what the crashes are measured by', async () => {
  await expectTruth(solo, SOLO, 1);
  await expectTruth(fleet, FLEET, 2);
  expect(solo.calls.length).toBeGreaterThan(15);
  expect([solo.rig.executed(), fleet.rig.executed()]).toEqual([1, 2]);
});

describe.each<Crash['how']>(['fails', 'dies', 'is paused', 'begins an outage'])(
  'a run whose store call %s',
  (how) => {
    it.each(pointsOf(how, solo.calls))(
      '$moment call $call ($pause ms) ends truthfully, and sends at most once',
      async (crash) => {
        await expectTruth(await runWith(SOLO, crash), SOLO, 1);
      },
    );
  },
);

describe.each<Crash['how']>(['fails', 'is paused'])('a run of two batches whose transaction %s', (how) => {
  it.each(pointsOf(how, fleet.calls, 'transact'))(
    '$moment call $call ($pause ms) ends truthfully, and sends each batch at most once',
    async (crash) => {
      await expectTruth(await runWith(FLEET, crash), FLEET, 2);
    },
  );
});

describe.each<Crash['how']>(['fails', 'dies'])(
  'a run that another workflow waits for, whose call %s',
  (how) => {
    const acceptance = direct.calls.slice(0, 12);
    it.each(pointsOf(how, acceptance))('$moment call $call ends truthfully, and answers', async (crash) => {
      const story = await runWith(SOLO, crash, 'direct');
      await expectTruth(story, SOLO, 1);
      expect(story.rig.told.filter(({ what }) => what === 'token').length).toBeGreaterThan(0);
    });
  },
);
