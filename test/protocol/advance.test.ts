import { describe, expect, it } from 'vitest';
import { advance, changed } from '../../shared/protocol/advance.ts';
import { aRun, commits, EXECUTOR, putRun, runIn, storeWith } from './runs.ts';

describe('a change of a run', () => {
  it('raises its version, sets and removes', async () => {
    const run = aRun({ roles: 'x' });
    const store = await storeWith(putRun(run));
    const change = { executor: EXECUTOR, roles: undefined };
    expect(await commits(store, [advance(run, change)])).toBe(true);
    expect(await runIn(store)).toEqual(JSON.parse(JSON.stringify(changed(run, change))));
    expect((await runIn(store)).version).toBe(1);
  });

  it.each([
    { name: 'somebody has written it since', found: aRun({ version: 1 }) },
    { name: 'it has an executor now', found: aRun({ executor: EXECUTOR }) },
  ])('is refused when $name', async ({ found }) => {
    const store = await storeWith(putRun(found));
    expect(await commits(store, [advance(aRun(), { verified: 1 })])).toBe(false);
  });

  it('is refused when another executor has it, or none', async () => {
    const mine = aRun({ executor: EXECUTOR });
    for (const found of [aRun({ executor: 'execution-2' }), aRun()]) {
      expect(await commits(await storeWith(putRun(found)), [advance(mine, { verified: 1 })])).toBe(false);
    }
  });

  it('is refused when what it also asks for does not hold', async () => {
    const store = await storeWith(putRun(aRun()));
    const also = [{ attribute: 'phase', is: '=', value: 'PINNED' } as const];
    expect(await commits(store, [advance(aRun(), { verified: 1 }, also)])).toBe(false);
  });

  it('never makes a run that is not there', async () => {
    expect(await commits(await storeWith(), [advance(aRun(), { verified: 1 })])).toBe(false);
  });
});
