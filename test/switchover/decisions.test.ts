import { describe, expect, it } from 'vitest';
import { DECISION_CODES } from '../../shared/switchover/codes.ts';
import { DECISION_FIELDS, decide, FIELDS, TOPOLOGY_PROBLEMS } from '../../shared/switchover/decisions.ts';

describe('the declared data of decisions', () => {
  const declared = Object.entries(DECISION_FIELDS).flatMap(([code, fields]) =>
    Object.entries(fields).map(([name, field]) => ({ code, name, kind: FIELDS[field].kind })),
  );

  it('cover exactly the codes there are', () => {
    expect(Object.keys(DECISION_FIELDS).toSorted()).toEqual([...DECISION_CODES].toSorted());
  });

  it.each(declared)('name the kind of $code.$name by its ending', ({ name, kind }) => {
    expect(name.endsWith('At')).toBe(kind === 'instant');
    expect(name.endsWith('Milliseconds')).toBe(kind === 'duration');
  });

  it('name each problem of a topology once', () => {
    expect(new Set(TOPOLOGY_PROBLEMS).size).toBe(TOPOLOGY_PROBLEMS.length);
  });
});

it('decides with code and data, leaving out what is not known', () => {
  expect(decide('LEASE_LOST', { owner: undefined })).toEqual({ code: 'LEASE_LOST', data: {} });
  expect(decide('FROZEN', { freeze: 'Double 11', endsAt: 5 })).toEqual({
    code: 'FROZEN',
    data: { freeze: 'Double 11', endsAt: 5 },
  });
});
