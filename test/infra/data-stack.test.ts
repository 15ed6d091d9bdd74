import { describe, expect, it } from 'vitest';
import { INDEXES } from '../../shared/store/store.ts';
import { synthesise } from './synthesise.ts';

const { data } = synthesise();

describe('the records', () => {
  it('are one table, kept when the stack goes, protected, restorable to any second', () => {
    const tables = data.ofType('AWS::DynamoDB::Table');

    expect(tables).toHaveLength(1);
    expect(tables[0]?.[1]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      },
    });
  });

  it("have the store's indexes, keys only", () => {
    const [table] = data.ofType('AWS::DynamoDB::Table');
    const expected = Object.entries(INDEXES).map(([IndexName, { partition, sort }]) => ({
      IndexName,
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    }));

    expect(table?.[1].Properties.GlobalSecondaryIndexes).toEqual(expected);
  });

  it('share their stack with nothing', () => {
    expect(Object.values(data.resources).map(({ Type }) => Type)).toEqual(['AWS::DynamoDB::Table']);
  });
});
