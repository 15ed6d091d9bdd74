import { describe, expect, it } from 'vitest';
import { QUESTIONS } from './questions.ts';
import { type Change, removalsFrom, wideningsOf } from './removals.ts';
import { OPTIONS_ON, type Stacks, synthesise } from './synthesise.ts';

/** The first question that is answered badly. One that cannot read what it asks about is no good answer either. */
function noticedBy(stacks: Stacks): string | undefined {
  return QUESTIONS.find(({ holds }) => {
    try {
      return holds(stacks).length > 0;
    } catch {
      return true;
    }
  })?.question;
}

describe.each([
  ['options off', {}],
  ['options on', OPTIONS_ON],
])('what a reviewer asks of the stacks, %s', (name, settings) => {
  const stacks = synthesise(undefined, settings);

  it.each(QUESTIONS.map(({ question, holds }) => [question, holds] as const))('%s', (_question, holds) => {
    expect(holds(stacks)).toEqual([]);
  });

  it('each thing that is taken away, and each permission that is widened, is noticed by one of them', () => {
    const away = whatIsNoticed(removalsFrom(stacks));
    const wider = whatIsNoticed(wideningsOf(stacks));

    say(`${name}: taken away, widened: noticed by`);
    for (const { question } of QUESTIONS) {
      say(`${column(away.by.get(question))}${column(wider.by.get(question))}  ${question}`);
    }
    say(`${away.total} things taken away, one at a time: ${away.total - away.unnoticed.length} noticed.`);
    say(
      `${wider.total} permissions widened, one at a time: ${wider.total - wider.unnoticed.length} noticed.`,
    );
    expect([...away.unnoticed, ...wider.unnoticed]).toEqual([]);
    expect(away.total).toBeGreaterThan(700);
    expect(wider.total).toBeGreaterThan(150);
  }, 180_000);
});

function whatIsNoticed(changes: Iterable<Change>) {
  const by = new Map<string, number>();
  const unnoticed: string[] = [];
  let total = 0;
  for (const { what, stacks } of changes) {
    total += 1;
    const question = noticedBy(stacks);
    if (question === undefined) unnoticed.push(what);
    else by.set(question, (by.get(question) ?? 0) + 1);
  }
  return { total, unnoticed, by };
}

const column = (count = 0): string => String(count).padStart(6);
const say = (line: string) => process.stdout.write(`${line}\n`);
