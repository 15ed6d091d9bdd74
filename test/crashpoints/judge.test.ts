import { describe, expect, it } from 'vitest';
import type { Executed } from '../../shared/local-volcengine/log.ts';
import { atOncePartition, keys, nightPartition } from '../../shared/protocol/keys.ts';
import type { Run } from '../../shared/protocol/run.ts';
import { addToken } from '../../shared/protocol/tokens.ts';
import type { Write } from '../../shared/store/store.ts';
import { HOUR, SECOND } from '../../shared/time/clock.ts';
import { SIGNATURE_LIFE, SOLO } from '../steps/ground.ts';
import { playToRest } from './enumerate.ts';
import { judgeStage } from './judge.ts';
import { scenarioNamed } from './scenarios.ts';
import type { Stage } from './stage.ts';
import type { Halt, Sent, Witness } from './witness.ts';

/** A true story after its end, with one thing in it made false. */
type Falsify = (stage: Stage, run: Run) => Stage | Promise<Stage>;

const written =
  (...writes: ((run: Run) => Write)[]): Falsify =>
  async (stage, run) => {
    await stage.store.transact(writes.map((write) => write(run)));
    return stage;
  };

const runSays = (change: Record<string, string | number | boolean>): Falsify =>
  written((run) => ({ update: keys.run(run.runId), set: change }));

const executing =
  (change: (executed: readonly Executed[]) => readonly Executed[]): Falsify =>
  (stage) => ({ ...stage, model: { ...stage.model, executed: () => change(stage.model.executed()) } });

const each = (change: Partial<Executed>) => executing((all) => all.map((one) => ({ ...one, ...change })));

const seen =
  (change: (witness: Witness, run: Run) => Partial<Witness>): Falsify =>
  (stage, run) => ({ ...stage, witness: { ...stage.witness, ...change(stage.witness, run) } });

const sent = (change: (send: Sent) => Partial<Sent>) =>
  seen(({ sends }) => ({ sends: sends.map((send) => ({ ...send, ...change(send) })) }));

const STOP = { scope: 'everything', by: 'tester', reason: 'test', at: 0 };

/** A halt that was durable right before something that the send's own invocation did. */
const haltedBefore = (step: 'signed' | 'readPlan' | 'readStops', halt: (send: Sent) => Partial<Halt>) =>
  seen(({ sends }) => ({
    halts: sends.map((send) => ({ moment: (send[step] ?? 0) - 0.5, at: send.at, ...halt(send) })),
  }));

const frozen = ({ at }: Sent) => ({ freezes: [{ startsAt: at - HOUR, endsAt: at + HOUR }] });

const untold =
  (what: string): Falsify =>
  (stage) => ({ ...stage, told: stage.told.filter((one) => one.what !== what) });

const closedAs = (outcome: Run['outcome']) =>
  seen(({ closes }) => ({
    closes: [...closes, ...closes.map(({ run }) => ({ moment: 0, run: { ...run, outcome } }))],
  }));

const slotKept = (key: (run: Run) => { partition: string; sort: string }) =>
  written((run) => ({ put: key(run), attributes: { run: run.runId } }));

const SWITCHED: readonly (readonly [string, RegExp, Falsify])[] = [
  ['a second effect', /^batch 1 had 2 effects$/, executing((all) => [...all, ...all])],
  ['a node that was not pinned', /^batch 1 moved other, which/, each({ nodeIds: ['other'] })],
  ['an effect of nobody', /^1 effect\(s\) of no run$/, each({ clientToken: 'other' })],
  ['a send of nobody', /^1 send\(s\) of no run$/, sent(() => ({ clientToken: 'other' }))],
  ['too early', /^an effect at \d+ outside its opening$/, each({ at: 0 })],
  ['too late', /^an effect at \d+ outside its opening$/, each({ at: Number.MAX_SAFE_INTEGER })],
  ['a lease of nobody', /^an effect while the lease belonged to nobody$/, seen(() => ({ leases: [] }))],
  ['success without an effect', /executed 0 of 1 batches$/, executing(() => [])],
  ['attributed without an effect', /^attributed, with 0 of 1/, executing(() => [])],
  ['success not as desired', /^SUCCEEDED · PROVEN, not as desired$/, runSays({ desired: 'no' })],
  ['FAILED with an effect', /^FAILED · PROVEN, and the endpoint executed 1$/, runSays({ outcome: 'FAILED' })],
  ['CANCELLED with an effect', /^CANCELLED · .*executed 1$/, runSays({ outcome: 'CANCELLED' })],
  ['two outcomes', /^it had 2 outcomes: SUCCEEDED, FAILED$/, closedAs('FAILED')],
  ['an untold close', /^its close was not announced$/, untold('closed')],
  [
    'a lease kept',
    /^it is over, and still owns the lease$/,
    written((run) => ({ update: keys.lease('cn-beijing', SOLO), set: { owner: run.runId } })),
  ],
  [
    'a slot of atOnce kept',
    /^it kept its slot of atOnce$/,
    slotKept(() => ({ partition: atOncePartition('prod'), sort: '0' })),
  ],
  [
    'an audit that was changed',
    /^its audit is broken at event 2$/,
    written((run) => ({ update: keys.event(run.runId, 1), set: { by: 'somebody' } })),
  ],
  [
    'an audit without its end',
    /^its audit is broken at event \d+$/,
    written((run) => ({ delete: keys.event(run.runId, run.events - 1) })),
  ],
  [
    'an execution left running',
    /^1 execution\(s\) are still running$/,
    (stage) => ({ ...stage, journal: { ...stage.journal, running: async () => ['left'] } }),
  ],
  [
    'a workflow left waiting',
    /^a workflow that waits was not answered$/,
    written((run) => addToken(run, 'token-9')),
  ],
  [
    'a signature that outlives the opening',
    /^a signature outlived its opening$/,
    written((run) => ({ update: keys.send(run.runId, 1, 1), set: { lifeEndsAt: Number.MAX_SAFE_INTEGER } })),
  ],
  [
    'no look at the stops',
    /^a send without a last look after its claim$/,
    sent(() => ({ readStops: undefined })),
  ],
  [
    'a look before the claim',
    /^a send without a last look/,
    sent(({ claimed = 0 }) => ({ readPlan: claimed - 0.5 })),
  ],
  [
    'signed after the claim',
    /^a send without a last look/,
    sent(({ claimed = 0 }) => ({ signed: claimed + 0.1 })),
  ],
  [
    'signed after a stop',
    /^a send that was signed after the stop$/,
    haltedBefore('signed', () => ({ stop: STOP })),
  ],
  [
    'a look that came after a stop',
    /^a send whose last look came after the stop$/,
    haltedBefore('readStops', () => ({ stop: STOP })),
  ],
  ['signed after a freeze', /^a send that was signed after the freeze$/, haltedBefore('signed', frozen)],
  [
    'a look that came after a freeze',
    /^a send whose last look came after the freeze$/,
    haltedBefore('readPlan', frozen),
  ],
  [
    'an effect long after a stop',
    /longer than a signature lives after the stop$/,
    seen(({ sends }) => ({
      halts: sends.map((send) => ({
        moment: send.moment + 1,
        at: send.at - SIGNATURE_LIFE - SECOND,
        stop: STOP,
      })),
    })),
  ],
  ['a send after its cancel', /^a send after its cancel$/, closedAs('CANCELLED')],
  [
    'a trouble',
    /^a cancelled execution was not stopped$/,
    seen(() => ({ troubles: ['a cancelled execution was not stopped'] })),
  ],
];

const judged = async (story: string, falsify: Falsify = (stage) => stage) => {
  const { stage, atRest } = await playToRest(scenarioNamed(story), []);
  const [run] = await stage.runs();
  if (run === undefined) throw new Error(`Nothing was accepted in '${story}'.`);
  return await judgeStage(await falsify(stage, run), atRest);
};

describe('the judge is awake', () => {
  it.each(SWITCHED)('%s', async (_what, violation, falsify) => {
    const violations = await judged('a switchover in its window', falsify);

    expect(violations).toContainEqual(expect.stringMatching(violation));
  });

  it.each<readonly [string, string, RegExp, Falsify]>([
    [
      'a settling that was not told',
      'UNKNOWN, acknowledged',
      /^its settling was not announced$/,
      untold('settled'),
    ],
    ['nobody told of an UNKNOWN', 'UNKNOWN, acknowledged', /^nobody was told at once$/, untold('message')],
    [
      'a hold without its lease',
      'UNKNOWN, acknowledged',
      /^it holds, and the lease is free$/,
      runSays({ hold: true }),
    ],
    [
      'PARTIAL without an effect',
      'a stop between batches, acknowledged',
      /^PARTIAL .* executed nothing$/,
      executing(() => []),
    ],
    [
      'a night kept for nothing',
      'a dry run',
      /^it kept the slot of a night in which it sent nothing$/,
      slotKept((run) => ({ partition: nightPartition('prod', String(run.opening?.day)), sort: '0' })),
    ],
    [
      'no outcome',
      'a dry run',
      /^it has no outcome$/,
      written((run) => ({ update: keys.run(run.runId), remove: ['outcome'] })),
    ],
  ])('%s', async (_what, story, violation, falsify) => {
    expect(await judged(story, falsify)).toContainEqual(expect.stringMatching(violation));
  });

  it('runs that do not come to rest', async () => {
    const { stage } = await playToRest(scenarioNamed('a dry run'), []);

    expect(await judgeStage(stage, false)).toEqual(['the runs did not come to rest']);
  });

  it('nothing of a true story is a violation', async () => {
    expect(await judged('a switchover in its window')).toEqual([]);
  });
});
