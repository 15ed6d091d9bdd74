import { describe, expect, it } from 'vitest';
import { STOP_PREFIX } from '../../shared/protocol/keys.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import type { Store } from '../../shared/store/store.ts';
import { MINUTE } from '../../shared/time/clock.ts';
import { SOLO } from '../steps/rig.ts';
import { labelOf, play, singles, tally } from './enumerate.ts';
import type { Io } from './faults.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS, scenarioNamed } from './scenarios.ts';
import type { Stage } from './stage.ts';

describe('every story, played without faults', () => {
  it.each(SCENARIOS.map(({ name }) => name))('%s', async (name) => {
    const { runs, violations } = await play(scenarioNamed(name), []);

    expect(runs.map(labelOf)).toEqual(scenarioNamed(name).comesTo);
    expect(violations).toEqual([]);
  });
});

/** Where the record or the endpoint is changed: there a fault does most harm. `npm run crashpoints` meets all I/Os. */
const atChanges = (ios: readonly Io[]) =>
  singles(ios)
    .filter(({ at }) => ios[at]?.changes && (ios[at].place === 'store' || ios[at].place === 'send'))
    .map((fault) => [fault]);

describe('a fault at every change', () => {
  it.each(['the answer is lost after executing', 'cancelled while it waits'])(
    '%s: no second effect, one truthful outcome, nothing left held',
    async (name) => {
      const { ios } = await play(scenarioNamed(name), []);
      const { cases, violated } = await tally(scenarioNamed(name), atChanges(ios));

      expect(cases).toBeGreaterThan(10);
      expect(violated).toEqual([]);
    },
    60_000,
  );
});

/** After the run has switched, its token flips the roles back: what a retry with a recomputed target would do. */
async function flipBack(stage: Stage): Promise<void> {
  const runId = await stage.start();
  await stage.pass(MINUTE);
  const [pin] = (await openRun(stage.store, String(runId))).pins;
  const caller = {
    accessKeyId: 'AKLTTEST',
    region: 'cn-beijing',
    signedAt: stage.clock.now(),
  };
  stage.model.call(
    'SwitchOver',
    {
      InstanceId: SOLO,
      TargetPrimaryNodeIds: pin?.pins.map(({ expectedPrimary }) => expectedPrimary),
      ClientToken: pin?.clientToken,
    },
    caller,
  );
}

it('the judge is awake: a second effect of a run is found, and that it was not pinned', async () => {
  const { violations } = await play({ name: 'flipped back', comesTo: [], play: flipBack }, []);

  expect(violations).toContain('batch 1 had 2 effects');
  expect(violations.join()).toMatch(/moved .* which was not pinned/);
  expect(violations).toContain('an effect while the lease belonged to nobody');
});

/** A store in which nobody finds a stop. */
const blindToStops = (store: Store): Store => ({
  ...store,
  list: async (partition, prefix) => (prefix === STOP_PREFIX ? [] : await store.list(partition, prefix)),
});

it('the judge is awake: without a look at the stops, a stop at an I/O before the send is broken', async () => {
  const scenario: Scenario = {
    ...scenarioNamed('a switchover in its window'),
    get rig() {
      return { store: blindToStops(makeMemoryStore()) };
    },
  };
  const { ios } = await play(scenario, []);
  const send = ios.findIndex(({ place }) => place === 'send');
  const stops = Array.from({ length: send + 1 }, (_, at) => [{ at, kind: 'a stop here' } as const]);

  const { violated } = await tally(scenario, stops);

  // At the send itself the bytes are on their way: there a stop comes too late with any look.
  expect(violated).toHaveLength(send);
  expect(violated.at(-1)?.violations).toEqual(['a send whose last look came after the stop']);
  expect(violated.at(0)?.violations).toContain('a send that was signed after the stop');
});
