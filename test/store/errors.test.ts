import { expect, it } from 'vitest';
import { type StoreRefusal, StoreRefused, ValueRefused } from '../../shared/store/errors.ts';

it.each<[StoreRefusal, string]>([
  [{ code: 'FOREIGN_FILE' }, 'it is not a store of Offpeak'],
  [
    { code: 'OTHER_KIND', found: 'practice', asked: 'live' },
    'it belongs to practice for ever and was asked for as live',
  ],
  [
    { code: 'NEWER_VERSION', found: 3, supported: 1 },
    'it has version 3 and this Offpeak knows versions up to 1',
  ],
  [{ code: 'OWNED' }, 'another running process, or this one, has it open; one process owns a store'],
  [
    { code: 'NOT_DURABLE', found: 'journal_mode delete' },
    'the file system does not keep what is committed (journal_mode delete)',
  ],
])('says in one sentence why a file is refused: $code', (refusal, sentence) => {
  const error = new StoreRefused('/tmp/store', refusal);

  expect(error.message).toBe(`open /tmp/store → ${sentence}`);
  expect(error).toMatchObject({ name: 'StoreRefused', path: '/tmp/store', refusal });
});

it('lists all faults of what was given', () => {
  const error = new ValueRefused('transact', ['a is NaN', 'b has no name']);

  expect(error.message).toBe('transact was not done: a is NaN; b has no name');
  expect(error.faults).toEqual(['a is NaN', 'b has no name']);
});
