import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IndexName } from '../../shared/store/store.ts';
import { throughService } from './own-key.ts';

/** The partitions of PROTOCOL's keys, by the beginning of their names. */
const PARTITIONS = {
  run: 'run#*',
  audit: 'audit#*',
  lease: 'lease#*',
  slot: 'slot#*',
  control: 'control',
  refused: 'refused',
} as const;

type Partition = keyof typeof PARTITIONS;

/**
 * Audit events and refusals are put, and nobody may update or delete one. A put could still replace one, for IAM knows no
 * condition "only if absent": that each event is put so is asked of every write, in `test/infra/roles-suffice.test.ts`.
 */
type Changeable = Exclude<Partition, 'audit' | 'refused'>;

/** What a function may do to the records besides reading them. */
export interface RecordsAccess {
  readonly indexes?: readonly IndexName[];
  readonly puts?: readonly Partition[];
  readonly updates?: readonly Changeable[];
  readonly checks?: readonly Changeable[];
  readonly deletes?: readonly Extract<Changeable, 'slot' | 'control'>[];
}

/**
 * Lets a function read the records, and write those partitions that its step writes. Nobody may scan.
 *
 * A transaction needs the permission of each operation in it, by itself (Amazon DynamoDB Developer Guide, Using IAM with
 * DynamoDB transactions).
 */
export function grantRecords(table: Table, grantee: IGrantable, access: RecordsAccess): void {
  const { tableArn } = table;
  const allow = (actions: string[], resources: string[], partitions?: readonly Partition[]) =>
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources,
        ...(partitions && { conditions: onlyIn(partitions) }),
      }),
    );
  const { indexes = [], puts = [], updates = [], checks = [], deletes = [] } = access;
  allow(['GetItem', 'Query'], [tableArn]);
  if (indexes.length > 0) {
    allow(
      ['Query'],
      indexes.map((index) => `${tableArn}/index/${index}`),
    );
    // An index knows keys only, and lags: the items themselves are read after it, many at once.
    allow(['BatchGetItem'], [tableArn]);
  }
  if (puts.length > 0) allow(['PutItem'], [tableArn], puts);
  if (updates.length > 0) allow(['UpdateItem'], [tableArn], updates);
  if (checks.length > 0) allow(['ConditionCheckItem'], [tableArn], checks);
  if (deletes.length > 0) allow(['DeleteItem'], [tableArn], deletes);
  if (table.encryptionKey !== undefined) grantKeyOfRecords(table.encryptionKey, grantee);
}

/** DynamoDB uses the key of a table in the name of whoever reads or writes it, and nobody else may. */
function grantKeyOfRecords(key: IKey, grantee: IGrantable): void {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:DescribeKey',
      ],
      resources: [key.keyArn],
      conditions: throughService('dynamodb'),
    }),
  );
}

const onlyIn = (partitions: readonly Partition[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((name) => PARTITIONS[name]) },
  // An operation without any key would satisfy ForAllValues.
  Null: { 'dynamodb:LeadingKeys': 'false' },
});
