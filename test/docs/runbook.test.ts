import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALARMS } from '../../infra/alarm-names.ts';
import { en } from '../../shared/notify/messages/en.ts';
import { TROUBLES, type Trouble } from '../../shared/notify/messages/troubles.ts';
import { OUTCOMES, REASONS } from '../../shared/switchover/codes.ts';
import { outcomeOfNoSend } from '../../shared/switchover/consequences.ts';
import { judge } from '../../shared/switchover/outcome.ts';
import { anyEvidence } from '../switchover/evidences.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** `OUTCOME · REASON` → the cells of its line. */
const LINES: ReadonlyMap<string, readonly string[]> = new Map(
  OUTCOMES.flatMap((outcome) => {
    const section = RUNBOOK.split(`\n## ${outcome}\n`)[1]?.split('\n## ')[0] ?? '';
    return [...section.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(
      ([, reason = '', cells = '']): [string, string[]] => [`${outcome} · ${reason}`, cells.split(' | ')],
    );
  }),
);

/** What table A can come to once something was sent, with its hold: found by asking it. */
function judged(): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const judgements = fc.sample(anyEvidence, { numRuns: 60_000, seed: 1 }).map(judge);
  for (const ruling of judgements) {
    if ('keepObserving' in ruling || ruling.decision.code === 'NOTHING_WAS_SENT') continue;
    found.set(`${ruling.outcome} · ${ruling.reason}`, ruling.hold);
  }
  return found;
}

describe('the runbook', () => {
  const afterSend = judged();
  const reasonsAfterSend = new Set([...afterSend.keys()].map((pair) => pair.split(' · ')[1]));
  const withoutSend = REASONS.filter((reason) => !reasonsAfterSend.has(reason)).map(
    (reason) => `${outcomeOfNoSend(reason)} · ${reason}`,
  );

  it('has a line for each outcome and reason that can occur, and no other', () => {
    expect([...LINES.keys()].toSorted()).toEqual([...afterSend.keys(), ...withoutSend].toSorted());
  });

  it('says held where the program holds', () => {
    const said = [...LINES].filter(([, [, held]]) => held === 'yes').map(([pair]) => pair);
    const holds = [...afterSend].filter(([, hold]) => hold).map(([pair]) => pair);

    expect(said.toSorted()).toEqual(holds.toSorted());
  });

  it('says of each trouble what its message says: do, do not and command', () => {
    const said = [...LINES].flatMap(([pair, [, , todo, notToDo, command]]) =>
      Object.hasOwn(TROUBLES, pair) ? [[pair, todo, notToDo, command]] : [],
    );
    const told = (Object.keys(TROUBLES) as Trouble[]).map((pair) => {
      const { do: todo, doNot = '–' } = en.advice[pair];
      return [pair, todo, doNot, `\`${TROUBLES[pair].command}\``];
    });
    expect(said.toSorted()).toEqual(told.toSorted());
  });

  it('has a message for each trouble that can occur', () => {
    const atOnce = [...afterSend.keys()].filter((pair) => /^(PARTIAL|FAILED|UNKNOWN)/.test(pair));
    expect(atOnce.toSorted()).toEqual(Object.keys(TROUBLES).toSorted());
  });

  it.each([...LINES])('%s: what happened, held, do, do not, command', (_, cells) => {
    expect(cells).toHaveLength(5);
    expect(cells.every((cell) => cell.trim() !== '')).toBe(true);
    expect(cells[4]).toMatch(/^`offpeak \w+/);
  });
});

describe('the alarms of the runbook', () => {
  const headings = [...RUNBOOK.matchAll(/^### Alarm (\w+)\n\|[^\n]+\n\|[-|]+\n\| ([^\n]+) \|$/gm)];

  it('are those that there are, in their order', () => {
    expect(headings.map(([, name]) => name)).toEqual([...ALARMS]);
  });

  it.each(headings.map(([, name, cells]) => [name, cells ?? ''] as const))(
    '%s: what happened, do, do not, command',
    (_, cells) => {
      expect(cells.split(' | ')).toHaveLength(4);
      expect(cells).toMatch(/ \| `(offpeak|aws) \w+[^`]*`$/);
    },
  );

  it.each(ALARMS)('%s is where its description says', (name) => {
    expect(RUNBOOK).toContain(`\n### Alarm ${name}\n`);
  });
});
