import { expect, it } from 'vitest';
import { draftOf } from '../../shared/plan/draft.ts';

it('keeps what can be read beside what cannot', () => {
  const draft = draftOf({
    timezone: 'Mars',
    history: '30d',
    accounts: { prod: { region: 5, credentials: 'c', extra: 1 }, odd: 'x' },
    limits: { atOnce: 0, perNight: 3 },
    rules: [{ name: 'a', every: 'fortnight', account: 'prod' }, 7],
  });

  expect(draft).toMatchObject({ timezone: undefined, history: 30 * 86_400_000, limits: { perNight: 3 } });
  expect(draft.accounts.get('prod')).toEqual({ provider: 'volcengine', credentials: 'c', mode: 'observe' });
  expect([...draft.accounts.keys()]).toEqual(['prod', 'odd']);
  expect(draft.rules).toHaveLength(2);
  expect(draft.rules[0]).toMatchObject({ name: 'a', account: 'prod' });
});

it('knows which keys were written, at fault or not', () => {
  const [rule] = draftOf({ rules: [{ every: 'fortnight' }] }).rules;

  expect(rule?.every).toBeUndefined();
  expect(rule?.written).toEqual(new Set(['every']));
});

it.each([undefined, null, 'text', [], 5])('of %j is empty', (raw) => {
  expect(draftOf(raw)).toMatchObject({ rules: [], freezes: [], accounts: new Map(), defaults: {} });
});
