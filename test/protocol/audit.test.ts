import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEvent, appendEvent, brokenAt, readEvent } from '../../shared/protocol/audit.ts';
import { auditPartition } from '../../shared/protocol/keys.ts';
import type { Store } from '../../shared/store/store.ts';
import { aRun, commits, happening, storeWith } from './runs.ts';

const kinds = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 });

/** A chain as the protocol writes it: each event appended to the run that the one before left. */
async function chainOf(store: Store, names: readonly string[]) {
  let run = aRun();
  let last: AuditEvent | undefined;
  for (const kind of names) {
    const { write, change } = appendEvent(run, last, {
      ...happening(kind),
      detail: { kind, none: undefined },
    });
    if (!(await commits(store, [write]))) throw new Error('the event was refused');
    run = { ...run, ...change };
    last = (await eventsIn(store)).at(-1);
  }
  return run;
}

const eventsIn = async (store: Store): Promise<AuditEvent[]> =>
  (await store.list(auditPartition('run-1'))).map(readEvent);

describe('the audit of a run', () => {
  it('is gap-free from 0 and whole as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (names) => {
        const store = await storeWith();
        const run = await chainOf(store, names);
        const events = await eventsIn(store);
        expect(events.map(({ number, kind }) => [number, kind])).toEqual([...names.entries()]);
        expect(run.events).toBe(names.length);
        expect(brokenAt('run-1', events, run.link)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it('shows the first event that was changed, dropped or moved', async () => {
    const harm = fc.constantFrom('change', 'drop', 'swap', 'repeat');
    await fc.assert(
      fc.asyncProperty(kinds, fc.nat(), harm, async (names, place, what) => {
        const store = await storeWith();
        const { link } = await chainOf(store, names);
        const events = await eventsIn(store);
        const at = place % events.length;
        const harmed = harmTo(events, at, what);
        if (harmed !== undefined) expect(brokenAt('run-1', harmed, link)).toBeTypeOf('number');
      }),
      { numRuns: 100 },
    );
  });

  it('names the place: the one that no longer fits its predecessor, or the last', async () => {
    const store = await storeWith();
    const { link } = await chainOf(store, ['CLAIMED', 'SENDING', 'CLOSED']);
    const [first, second, third] = await eventsIn(store);
    if (!first || !second || !third) throw new Error('three events were written');
    expect(brokenAt('run-1', [{ ...first, by: 'x' }, second, third], link)).toBe(1);
    expect(brokenAt('run-1', [first, { ...third, number: 1 }], link)).toBe(1);
    expect(brokenAt('run-1', [first, second, { ...third, by: 'x' }], link)).toBe(2);
    expect(brokenAt('run-1', [first, second], link)).toBe(1);
    expect(brokenAt('run-1', [], link)).toBe(0);
    expect(brokenAt('run-2', [first, second, third], link)).toBe(0);
  });

  it('never replaces an event', async () => {
    const store = await storeWith();
    await chainOf(store, ['CLAIMED']);
    expect(await commits(store, [appendEvent(aRun(), undefined, happening('OTHER')).write])).toBe(false);
  });

  it('lives as long as its run', async () => {
    const store = await storeWith();
    await chainOf(store, ['CLAIMED']);
    const [item] = await store.list(auditPartition('run-1'));
    expect(item?.attributes.expiresAt).toBe(aRun().expiresAt);
  });
});

function harmTo(events: readonly AuditEvent[], at: number, what: string): AuditEvent[] | undefined {
  const harmed = [...events];
  const [event, next] = [harmed[at], harmed[at + 1]];
  if (event === undefined) return undefined;
  if (what === 'change') harmed[at] = { ...event, at: event.at + 1 };
  else if (what === 'drop') harmed.splice(at, 1);
  else if (what === 'repeat') harmed.splice(at, 0, event);
  else if (next === undefined) return undefined;
  else harmed.splice(at, 2, next, event);
  return harmed;
}
