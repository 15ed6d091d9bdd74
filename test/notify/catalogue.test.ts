import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, neededFieldsOf } from '../../shared/notify/catalogue/template.ts';
import {
  gateName,
  LANGUAGES,
  type LanguageTag,
  type Reader,
  render,
  renderOutcome,
  renderVerdict,
} from '../../shared/notify/catalogue.ts';
import {
  DECISION_CODES,
  type DecisionCode,
  type DecisionData,
  GATES,
  OUTCOMES,
  REASONS,
} from '../../shared/switchover/codes.ts';
import {
  DECISION_FIELDS,
  decide,
  FIELDS,
  type Field,
  type FieldKind,
  TOPOLOGY_PROBLEMS,
} from '../../shared/switchover/decisions.ts';

const TAGS: readonly LanguageTag[] = ['en', 'zh-CN'];
const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Australia/Lord_Howe'];
const english: Reader = { language: 'en', zone: 'Asia/Shanghai' };
const chinese: Reader = { language: 'zh-CN', zone: 'Asia/Shanghai' };

const fieldsOfCode = (code: DecisionCode): [string, Field][] => Object.entries(DECISION_FIELDS[code]);

const anyValue: Readonly<Record<FieldKind, fc.Arbitrary<string | number | readonly string[]>>> = {
  text: fc.string({ minLength: 1, unit: 'grapheme' }),
  texts: fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
  count: fc.nat(),
  instant: fc.integer({ min: 0, max: 253_402_300_799_000 }),
  duration: fc.nat(),
  reason: fc.constantFrom(...REASONS),
  problem: fc.constantFrom(...TOPOLOGY_PROBLEMS),
};

const anyDataOf = (code: DecisionCode): fc.Arbitrary<DecisionData> =>
  fc.record(
    Object.fromEntries(fieldsOfCode(code).map(([name, field]) => [name, anyValue[FIELDS[field].kind]])),
    {
      requiredKeys: fieldsOfCode(code)
        .filter(([, field]) => !FIELDS[field].optional)
        .map(([name]) => name),
    },
  );

const anyReader: fc.Arbitrary<Reader> = fc.record({
  language: fc.constantFrom(...TAGS),
  zone: fc.constantFrom(...ZONES),
});

describe.each(TAGS)('the catalogue in %s', (tag) => {
  const language = LANGUAGES[tag];

  it.each(DECISION_CODES)('%s names only declared data, and demands none that may be absent', (code) => {
    const declared = new Map(fieldsOfCode(code));
    const template = language.sentences[code];

    for (const field of fieldsOf(template)) expect([...declared.keys()]).toContain(field);
    for (const field of neededFieldsOf(template)) {
      expect(FIELDS[declared.get(field) ?? 'text?'].optional).toBe(false);
    }
  });

  it.each(DECISION_CODES)('%s tells all that it was told', (code) => {
    expect([...fieldsOf(language.sentences[code])].toSorted()).toEqual(
      fieldsOfCode(code)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it('has a word for every outcome, reason, gate and problem, and none for anything else', () => {
    expect(Object.keys(language.sentences).toSorted()).toEqual([...DECISION_CODES].toSorted());
    expect(Object.keys(language.outcomes).toSorted()).toEqual([...OUTCOMES].toSorted());
    expect(Object.keys(language.reasons).toSorted()).toEqual([...REASONS].toSorted());
    expect(Object.keys(language.gates).toSorted()).toEqual([...GATES].toSorted());
    expect(Object.keys(language.problems).toSorted()).toEqual([...TOPOLOGY_PROBLEMS].toSorted());
  });

  it('says something else for each decision', () => {
    const sentences = Object.values(language.sentences);

    expect(new Set(sentences).size).toBe(sentences.length);
    expect(sentences.every((sentence) => sentence.trim() === sentence && sentence !== '')).toBe(true);
  });
});

describe('over any data', () => {
  const unfilled = /undefined|null|NaN|\[object|\(unknown\)|（未知）/;
  const harmless = (text: string) => !unfilled.test(text) && !/[{}[\]#]/.test(text);

  it.each(DECISION_CODES)('%s is filled in every language and zone', (code) => {
    fc.assert(
      fc.property(anyDataOf(code), anyReader, (data, reader) => {
        const texts = Object.values(data)
          .flat()
          .filter((value) => typeof value === 'string');
        fc.pre(
          texts.every(
            (text) => harmless(text) && text.trim() !== '' && !/[\p{Cc}\p{Bidi_Control}]/u.test(text),
          ),
        );

        expect(render({ code, data }, reader)).toSatisfy(harmless);
      }),
      { numRuns: 60 },
    );
  });

  it.each(DECISION_CODES)(
    '%s never throws, is one line and never says undefined, whatever a record holds',
    (code) => {
      const names = fieldsOfCode(code).map(([name]) => name);
      const junk = fc.dictionary(
        fc.constantFrom(...names, 'other'),
        fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()), fc.constant(undefined)),
      );
      fc.assert(
        fc.property(junk, anyReader, (data, reader) => {
          const sentence = render({ code, data }, reader);
          fc.pre(!/undefined/.test(JSON.stringify(data)));

          expect(sentence).not.toMatch(/undefined|[\n\r]/);
        }),
        { numRuns: 30 },
      );
    },
  );
});

describe('sentences', () => {
  const at = (text: string) => Date.parse(text);
  const opensAt = at('2026-11-23T18:00:00Z');

  it.each([
    [
      decide('BEFORE_OPEN', { opensAt, waitMilliseconds: 11_520_000 }),
      'The window opens Tue 2026-11-24 02:00 Asia/Shanghai, in 3 h 12 min.',
      '窗口将于 2026-11-24（周二）02:00 Asia/Shanghai 打开，还有 3 小时 12 分钟。',
    ],
    [
      decide('FROZEN', { freeze: 'Double 11', endsAt: at('2026-11-12T16:00:00Z') }),
      'The freeze "Double 11" holds until Fri 2026-11-13 00:00 Asia/Shanghai.',
      '冻结期“Double 11”持续到 2026-11-13（周五）00:00 Asia/Shanghai。',
    ],
    [
      decide('STOPPED', { scope: 'account prod', by: 'ann', reason: 'incident 7', more: 1 }),
      'ann has stopped account prod: incident 7 (one more stop applies)',
      'ann 已停止 account prod：incident 7（另有 1 条停止指令生效）',
    ],
    [
      decide('TARGETS_CHOSEN', { targets: ['n1', 'n2', 'n3', 'n4'], shards: 4, already: 1 }),
      'To be promoted on 4 shards: n1, n2, n3 and 1 more. Already in place: one shard.',
      '将在 4 个分片上提升：n1、n2、n3 等共 4 个。另有 1 个分片已就位。',
    ],
    [
      decide('TOPOLOGY_CONTRADICTORY', { problem: 'shard-count-differs', seen: 2, expected: 3 }),
      'The topology as read makes no sense: the number of shards differs from the instance; seen: 2, expected: 3.',
      '读到的拓扑自相矛盾：分片数与实例不符，读到 2，应为 3。',
    ],
    [
      decide('SOME_BATCHES_ONLY', { verified: 1, batches: 3, because: 'STOP' }),
      'On target: 1 of 3 batches; the rest did not follow: stopped. The instance is held until somebody acknowledges it.',
      '3 批中有 1 批切换到位，其余没有完成：已停止。实例将保留，直到人工确认。',
    ],
    [
      decide('SEND_REFUSED', {}),
      'Volcengine refused the switchover, and the roles have not changed.',
      '火山引擎拒绝了切换请求，角色没有变化。',
    ],
  ])('%j', (decision, inEnglish, inChinese) => {
    expect(render(decision, english)).toBe(inEnglish);
    expect(render(decision, chinese)).toBe(inChinese);
  });

  it('stay one line, whatever people write', () => {
    const written = decide('ACKNOWLEDGED_BY', { by: 'ann\r\n[FATAL]', reason: 'ok\u202e\u0007 then' });

    expect(render(written, english)).toBe('Acknowledged by ann [FATAL]: ok then');
  });

  it('say unknown for what an older record lacks', () => {
    expect(render({ code: 'FROZEN', data: { freeze: 'x', endsAt: 'soon' } }, english)).toBe(
      'The freeze "x" holds until (unknown).',
    );
  });
});

describe('outcomes and verdicts', () => {
  const decision = decide('STOPS_UNREADABLE', {});

  it('close a run with outcome, reason and sentence', () => {
    expect(renderOutcome('SKIPPED', 'STOP', decision, english)).toBe(
      'Skipped (stopped): The stops could not be read, which counts as stopped.',
    );
    expect(renderOutcome('SKIPPED', 'STOP', decision, chinese)).toBe(
      '已跳过（已停止）：无法读取停止指令，按已停止处理。',
    );
  });

  it('name every outcome with every reason in every language', () => {
    for (const language of TAGS)
      for (const outcome of OUTCOMES)
        for (const reason of REASONS) {
          expect(renderOutcome(outcome, reason, decision, { language, zone: 'UTC' })).not.toMatch(
            /undefined|\{/,
          );
        }
  });

  it('show a verdict as the gate’s name, its answer and its sentence', () => {
    const verdict = { gate: 'stop', answer: 'not yet', reason: 'STOP', decision } as const;

    expect(renderVerdict(verdict, chinese)).toEqual({
      gate: '停止指令',
      answer: '暂不',
      sentence: '无法读取停止指令，按已停止处理。',
    });
    expect(GATES.map((gate) => gateName(gate, 'en'))).toContain('cool-down');
  });
});
