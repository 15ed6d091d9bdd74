import { describe, expect, it } from 'vitest';
import { TROUBLES, type Trouble, troubleOf } from '../../shared/notify/messages/troubles.ts';
import { MESSAGE_LANGUAGES, writeMessage } from '../../shared/notify/messages.ts';
import type { Run } from '../../shared/protocol/run.ts';
import type { ClaimedSend } from '../../shared/protocol/send.ts';
import { OUTCOMES, type Outcome, REASONS, type Reason } from '../../shared/switchover/codes.ts';
import { TABLE_B } from '../../shared/switchover/consequences.ts';
import { decide } from '../../shared/switchover/decisions.ts';
import { closedRun, unknownRun } from '../runtime/closed-runs.ts';

const zone = 'Asia/Shanghai';
const PAIRS = Object.keys(TROUBLES) as Trouble[];

const send = (over: Partial<ClaimedSend> = {}): ClaimedSend => ({
  batch: 1,
  attempt: 1,
  by: 'nonce',
  targets: ['node-b'],
  claimedAt: Date.UTC(2026, 10, 24, 18, 20),
  expiresAt: Date.UTC(2026, 10, 24, 18, 20, 30),
  answer: 'none',
  ...over,
});

function runOf(pair: Trouble): Run {
  const [outcome = '', reason = ''] = pair.split(' · ');
  return unknownRun({ outcome: outcome as Outcome, reason: reason as Reason });
}

describe('the message of a trouble', () => {
  const told = writeMessage(
    { kind: 'trouble', run: unknownRun(), sends: [send()], accountStopped: true },
    { languages: ['en'], zone, runbook: 'https://wiki.example/runbook' },
  );

  it('says what happened, was sent, is held, is to be done and not, where it stands and what stops', () => {
    expect(told).toMatchObject({
      id: 'aaaabbbbcccc/trouble',
      kind: 'trouble',
      title: 'Offpeak: Unknown (no evidence) – redis-cn0212gzmh2xs0001',
      command: 'offpeak show aaaabbbbcccc',
      link: 'https://wiki.example/runbook#unknown',
    });
    expect(told.paragraphs).toEqual([
      'What happened: No clear answer came, and by Wed 2026-11-25 02:40 Asia/Shanghai the roles had not changed. The instance is held until that is settled or acknowledged.',
      'What was sent: to promote node-b → the answer was lost.',
      'What is held: the instance. No other run can touch it, and that does not run out by itself.',
      'Do: Wait for settle. Acknowledge only if you know from the vendor what happened.',
      'Do not: Send it again.',
      'Account prod is stopped: nothing new is sent there. Deal with this run first, then `offpeak resume account:prod`.',
      'Run aaaabbbbcccc, rule "orders-home", closed Wed 2026-11-25 02:40 Asia/Shanghai.',
      'Runbook: docs/runbook.md, UNKNOWN · NO_EVIDENCE',
    ]);
  });

  it('says that a person had set a gate aside, who and why', () => {
    const override = { gate: 'freeze', by: 'ann', reason: 'incident 4711', at: 0 } as const;
    const notice = { kind: 'trouble', run: unknownRun({ override }), sends: [] } as const;
    const message = writeMessage(notice, { languages: ['en', 'zh-CN'], zone });

    expect(message.paragraphs).toContain(
      'Overridden gate, freeze: ann overrides this gate for this run alone: incident 4711',
    );
    expect(message.paragraphs.some((text) => /^已越过的检查项（.+）：ann .*incident 4711$/.test(text))).toBe(
      true,
    );
    expect(message.data).toMatchObject({ override: { gate: 'freeze', by: 'ann', reason: 'incident 4711' } });
    expect(JSON.stringify(told)).not.toContain('verridden');
  });

  it('says it in each language of the entry, in its order, in one message', () => {
    const both = writeMessage(
      { kind: 'trouble', run: unknownRun(), sends: [] },
      { languages: ['zh-CN', 'en'], zone },
    );
    expect(both.title).toBe(
      'Offpeak：结果未知（没有证据）– redis-cn0212gzmh2xs0001 · Offpeak: Unknown (no evidence) – redis-cn0212gzmh2xs0001',
    );
    const [first, ...rest] = both.paragraphs;
    expect(first).toMatch(/^发生了什么：没有得到明确的答复/);
    expect(rest.some((paragraph) => paragraph.startsWith('What happened: No clear answer'))).toBe(true);
    expect(both.link).toBeUndefined();
  });

  it('is the same at each try', () => {
    const notice = { kind: 'trouble', run: unknownRun(), sends: [send()] } as const;
    const reader = { languages: ['en', 'zh-CN'], zone } as const;
    expect(writeMessage(notice, reader)).toEqual(writeMessage(notice, reader));
  });

  it('says days later that it is still held, under an id of its own', () => {
    const notice = { kind: 'trouble', run: unknownRun(), sends: [], heldForDays: 2 } as const;
    expect(writeMessage(notice, { languages: ['en'], zone })).toMatchObject({
      id: 'aaaabbbbcccc/held-2',
      title: 'Offpeak: still held after 2 days – redis-cn0212gzmh2xs0001',
    });
  });

  it('tells machines the same as data', () => {
    expect(told.data).toMatchObject({
      subject: 'trouble',
      runId: 'aaaabbbbcccc',
      outcome: 'UNKNOWN',
      reason: 'NO_EVIDENCE',
      held: true,
      accountStopped: true,
      sends: [{ batch: 1, attempt: 1, targets: ['node-b'], answer: 'none' }],
    });
    expect(JSON.parse(JSON.stringify(told.data))).toEqual(told.data);
  });

  it.each(PAIRS)('%s has a title, advice and a command in each language', (pair) => {
    const message = writeMessage(
      { kind: 'trouble', run: runOf(pair), sends: [send()] },
      { languages: ['en', 'zh-CN'], zone },
    );
    for (const { advice } of Object.values(MESSAGE_LANGUAGES)) {
      expect(message.paragraphs.some((paragraph) => paragraph.endsWith(advice[pair].do))).toBe(true);
      const { doNot } = advice[pair];
      if (doNot !== undefined)
        expect(message.paragraphs.some((paragraph) => paragraph.endsWith(doNot))).toBe(true);
    }
    expect(message.command).toMatch(/^offpeak (show|acknowledge|resume) (aaaabbbbcccc|account:prod)/);
  });

  it('warns of the same in both languages', () => {
    const warned = ({ advice }: (typeof MESSAGE_LANGUAGES)['en' | 'zh-CN']) =>
      PAIRS.filter((pair) => advice[pair].doNot !== undefined);
    expect(warned(MESSAGE_LANGUAGES['zh-CN'])).toEqual(warned(MESSAGE_LANGUAGES.en));
  });

  it('is known for no outcome that waits for the digest', () => {
    const quiet = OUTCOMES.filter((outcome) => TABLE_B[outcome].message === 'digest');
    const found = quiet.flatMap((outcome) => REASONS.filter((reason) => troubleOf(outcome, reason)));
    expect(found).toEqual([]);
  });

  it('of a decision that this version does not know is told all the same, by its code', () => {
    const run = unknownRun({ decision: { code: 'OF_ANOTHER_VERSION', data: {} } });
    const { paragraphs } = writeMessage({ kind: 'trouble', run, sends: [] }, { languages: ['en'], zone });
    expect(paragraphs[0]).toBe('What happened: OF_ANOTHER_VERSION');
  });
});

describe('what was sent', () => {
  const sentBy = (...sends: readonly ClaimedSend[]) =>
    writeMessage({ kind: 'trouble', run: unknownRun(), sends }, { languages: ['en'], zone }).paragraphs[1];

  it.each([
    ['nothing', [], 'What was sent: nothing left this service.'],
    [
      'a claim that the last look stopped',
      [send({ answer: 'NOT_SENT' })],
      'What was sent: nothing left this service.',
    ],
    [
      'a refusal, with its code and request',
      [send({ answer: 'refused', code: 'InvalidParameter', requestId: 'R1' })],
      'What was sent: to promote node-b → refused (InvalidParameter, request R1).',
    ],
    [
      'the last three of many, of many nodes',
      [1, 2, 3, 4, 5].map((batch) => send({ batch, answer: 'accepted', targets: ['a', 'b', 'c', 'd', 'e'] })),
      'What was sent: to promote a, b, c and 2 more → accepted; to promote a, b, c and 2 more → accepted; to promote a, b, c and 2 more → accepted; and 2 more.',
    ],
  ])('%s', (_, sends, sentence) => {
    expect(sentBy(...sends)).toBe(sentence);
  });
});

describe('the message of a settling', () => {
  it('says what it came to, that nothing is held, and that the outcome stays', () => {
    const decision = decide('ACKNOWLEDGED_BY', { by: 'ann', reason: 'looked at\n it' });
    const run = unknownRun({
      hold: undefined,
      settled: {
        as: 'ACKNOWLEDGED',
        at: Date.UTC(2026, 10, 24, 20),
        decision: { code: decision.code, data: { by: 'ann', reason: 'looked at\n it' } },
        announced: false,
      },
    });
    const message = writeMessage({ kind: 'settled', run, sends: [send()] }, { languages: ['en'], zone });
    expect(message).toMatchObject({
      id: 'aaaabbbbcccc/settled',
      kind: 'settled',
      title: 'Offpeak: no longer held – redis-cn0212gzmh2xs0001',
      paragraphs: expect.arrayContaining([
        'What happened: Acknowledged by ann: looked at it',
        'What is held: nothing.',
        "The run's outcome stays: Unknown (no evidence).",
      ]),
      data: { subject: 'settled', settled: { as: 'ACKNOWLEDGED', at: '2026-11-24T20:00:00.000Z' } },
    });
  });
});

it('a test message says whom it is for and that nothing is to be done', () => {
  const at = Date.UTC(2026, 10, 24, 1);
  const message = writeMessage({ kind: 'test', entry: 'dba', at }, { languages: ['en', 'zh-CN'], zone });
  expect(message).toMatchObject({ kind: 'test', title: expect.stringContaining('a test for dba') });
  expect(message.paragraphs).toHaveLength(2);
});

it('a run that went well is written about too, should anybody ask', () => {
  const { paragraphs } = writeMessage(
    { kind: 'trouble', run: closedRun(), sends: [] },
    { languages: ['en'], zone },
  );
  expect(paragraphs.some((paragraph) => paragraph.startsWith('Do:'))).toBe(false);
});
