import { describe, expect, it } from 'vitest';
import { writeRequest } from '../../shared/store/dynamodb-expressions.ts';
import type { Condition } from '../../shared/store/store.ts';

const key = { partition: 'p', sort: 's' };
const keyRow = { pk: { S: 'p' }, sk: { S: 's' } };
const b: Condition = { present: 'b' };
const always = 'attribute_exists(pk) OR attribute_not_exists(pk)';
const never = 'attribute_exists(pk) AND attribute_not_exists(pk)';

describe('a condition in DynamoDB’s words', () => {
  it.each<[Condition, string]>([
    [{ item: 'absent' }, 'attribute_not_exists(pk)'],
    [{ absent: 'a' }, 'attribute_not_exists(#n0)'],
    [{ attribute: 'a', is: '=', value: 1 }, '#n0 = :v0'],
    [{ attribute: 'a', is: '<>', value: 1 }, 'attribute_exists(#n0) AND #n0 <> :v0'],
    [{ attribute: 'a', oneOf: [1, 2] }, '#n0 IN (:v0, :v1)'],
    [{ attribute: 'a', oneOf: [] }, never],
    [{ all: [] }, always],
    [{ any: [] }, never],
    [{ all: [b] }, 'attribute_exists(#n0)'],
    [{ any: [{ all: [b] }] }, 'attribute_exists(#n0)'],
    [{ all: [b, { absent: 'b' }] }, 'attribute_exists(#n0) AND attribute_not_exists(#n0)'],
    [
      { any: [b, { all: [b, { absent: 'a' }] }] },
      'attribute_exists(#n0) OR (attribute_exists(#n0) AND attribute_not_exists(#n1))',
    ],
    [{ all: [b, { all: [] }] }, `attribute_exists(#n0) AND (${always})`],
  ])('%o', (when, text) => {
    expect(writeRequest('table', { delete: key, when }, 'n').Delete?.ConditionExpression).toBe(text);
  });

  it('takes 100 operands at a time', () => {
    const oneOf = Array.from({ length: 101 }, (_, index) => index);
    const text = writeRequest('table', { delete: key, when: { attribute: 'a', oneOf } }, 'n').Delete;

    expect(text?.ConditionExpression).toMatch(/^#n0 IN \(:v0, .*:v99\) OR #n0 IN \(:v100\)$/);
  });
});

it('an update writes the nonce along', () => {
  const write = { update: key, set: { a: 1 }, remove: ['b'], add: { c: 2 } };

  expect(writeRequest('table', write, 'nonce').Update).toEqual({
    TableName: 'table',
    Key: keyRow,
    UpdateExpression: 'SET #n0 = :v0, #n1 = :v1 REMOVE #n2 ADD #n3 :v2',
    ExpressionAttributeNames: { '#n0': 'a', '#n1': '_nonce', '#n2': 'b', '#n3': 'c' },
    ExpressionAttributeValues: { ':v0': { N: '1' }, ':v1': { S: 'nonce' }, ':v2': { N: '2' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});

it('a put writes the nonce along, and asks for nothing that it has no use for', () => {
  expect(writeRequest('table', { put: key, attributes: { a: [null] } }, 'nonce').Put).toEqual({
    TableName: 'table',
    Item: { ...keyRow, a: { L: [{ NULL: true }] }, _nonce: { S: 'nonce' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});
