import { describe, expect, it } from 'vitest';
import { keys } from '../../shared/protocol/keys.ts';
import { playToRest } from './enumerate.ts';
import { judgeStage } from './judge.ts';
import { scenarioNamed } from './scenarios.ts';
import type { Stage } from './stage.ts';

/** A true story after its end, with one thing in it made false. */
type Falsify = (stage: Stage, runId: string) => Stage | Promise<Stage>;

const arriving =
  (change: (arrived: Stage['people']['arrived'], runId: string) => Stage['people']['arrived']): Falsify =>
  (stage, runId) => ({
    ...stage,
    people: { ...stage.people, arrived: change(stage.people.arrived, runId) },
  });

const without = (subject: string) =>
  arriving((arrived) => arrived.filter(({ message }) => !message.id.endsWith(`/${subject}`)));

const twice = arriving((arrived) => [...arrived, ...arrived]);

const notDelivered: Falsify = async (stage, runId) => {
  const key = keys.message(runId, 'settled', 'dba', 'log');
  await stage.store.transact([{ update: key, set: {}, remove: ['deliveredAt'] }]);
  return stage;
};

const needless = arriving((arrived, runId) => [
  ...arrived,
  {
    entry: 'dba',
    kind: 'log',
    message: { id: `${runId}/trouble`, kind: 'trouble', title: '', paragraphs: [], data: {} },
  },
]);

const unheard: Falsify = (stage) => ({
  ...stage,
  told: stage.told.filter(({ what }) => what !== 'unheard'),
});

const unanswered: Falsify = (stage) => ({ ...stage, refusals: [] });

const unrecorded: Falsify = async (stage) => {
  const records = await stage.store.list(keys.refusal('').partition);
  await stage.store.transact(records.map(({ key }) => ({ delete: key })));
  return stage;
};

const judged = async (story: string, falsify: Falsify = (stage) => stage) => {
  const { stage, atRest } = await playToRest(scenarioNamed(story), []);
  const [run] = await stage.runs();
  return await judgeStage(await falsify(stage, run?.runId ?? ''), atRest);
};

const UNKNOWN = 'UNKNOWN, settled as not switched';
const EXPIRED = 'a workflow that no longer waits';
const REFUSED = 'a workflow whose request is refused';

describe('the judge of messages is awake', () => {
  it.each<readonly [string, string, RegExp, Falsify]>([
    ['a lost trouble', UNKNOWN, /^no person was told of it: trouble$/, without('trouble')],
    ['a lost settling', UNKNOWN, /^no person was told of it: settled$/, without('settled')],
    ['a delivery without a record', UNKNOWN, /^its message is not recorded as delivered/, notDelivered],
    ['a second one without a try', UNKNOWN, /^people were told 2 times of it by 1 tries: trouble$/, twice],
    ['a message of a run that went well', EXPIRED, /^people were told of .*\/trouble$/, needless],
    ['an expired token that nobody heard of', EXPIRED, /^nobody was told that a workflow/, unheard],
    ['a refusal that its workflow does not know', REFUSED, /^the workflow of token-1 waits/, unanswered],
    ['a refusal without a record', REFUSED, /^0 refusal\(s\) are on record$/, unrecorded],
  ])('%s', async (_what, story, violation, falsify) => {
    expect(await judged(story, falsify)).toContainEqual(expect.stringMatching(violation));
  });

  it.each([UNKNOWN, EXPIRED, REFUSED])('nothing of a true story is a violation: %s', async (story) => {
    expect(await judged(story)).toEqual([]);
  });
});
