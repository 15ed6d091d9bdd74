import { INDEXES } from '../../../shared/store/store.ts';
import { type Grant, grantsOf, lineOf } from '../grants.ts';
import { differences, type Question, unlike } from '../question.ts';
import type { Stacks } from '../synthesise.ts';
import { covers } from './permissions.ts';

const onRecords = ({ data, service }: Stacks): readonly Grant[] =>
  [...grantsOf(data), ...grantsOf(service)].filter(
    ({ action, effect }) => effect === 'Allow' && covers('dynamodb:*', action),
  );

const may = (stacks: Stacks, ...actions: string[]) =>
  onRecords(stacks).filter(({ action }) => actions.some((asked) => covers(action, `dynamodb:${asked}`)));

/** Whether a permission reaches into a partition. One that is limited to none reaches everywhere. */
const reaches = ({ partition }: Grant, name: string) =>
  partition === undefined || covers(partition, `${name}#x`) || covers(partition, name);

export const RECORDS: readonly Question[] = [
  {
    question: 'Who can change or delete an audit event?',
    holds: (stacks) =>
      may(stacks, 'UpdateItem', 'DeleteItem')
        .filter((grant) => reaches(grant, 'audit'))
        .map(lineOf),
  },
  {
    // IAM knows no condition "only if absent": that each event is put so is asked of every write, in roles-suffice.test.ts.
    question: 'Who can put an audit event?',
    holds: (stacks) =>
      differences(
        may(stacks, 'PutItem')
          .filter((grant) => reaches(grant, 'audit'))
          .map(({ holder }) => holder),
        [
          'ApiRole',
          'DueRole',
          'RunCheckWindowRole',
          'RunRecordOutcomeRole',
          'RunSwitchOverRole',
          'SettleRole',
        ],
        { missing: 'cannot', surplus: 'can' },
      ),
  },
  {
    question: 'Who can put records without a condition or a transaction: in bulk, or by PartiQL?',
    holds: (stacks) =>
      may(stacks, 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete', 'ImportTable').map(
        lineOf,
      ),
  },
  {
    question: 'Who can delete a run, a pin, a send or a lease?',
    holds: (stacks) =>
      may(stacks, 'DeleteItem')
        .filter((grant) => reaches(grant, 'run') || reaches(grant, 'lease'))
        .map(lineOf),
  },
  {
    question: 'Who can take a lease?',
    holds: (stacks) =>
      differences(
        may(stacks, 'PutItem')
          .filter((grant) => reaches(grant, 'lease'))
          .map(({ holder }) => holder),
        ['RunCheckWindowRole'],
        { missing: 'cannot', surplus: 'can' },
      ),
  },
  {
    // Plan, stops, counts and notes are items of one partition, and IAM knows no smaller part of a table. That only api
    // writes plans and takes stops back is what the code does, not what the roles may: docs/deploy.md says what that means.
    question: 'Who can put a plan in force, or lift a stop?',
    holds: (stacks) =>
      differences(
        ['PutItem', 'UpdateItem', 'DeleteItem'].flatMap((action) =>
          may(stacks, action)
            .filter((grant) => reaches(grant, 'control'))
            .map(({ holder }) => `${holder} ${action}`),
        ),
        [
          ...['ApiRole', 'DueRole', 'RunRecordOutcomeRole', 'SettleRole'].map((role) => `${role} PutItem`),
          'SettleRole UpdateItem',
          ...['ApiRole', 'RunRecordOutcomeRole', 'SettleRole'].map((role) => `${role} DeleteItem`),
        ],
        { missing: 'cannot', surplus: 'can' },
      ),
  },
  {
    question: 'Who can read all of the table, or carry it away?',
    holds: (stacks) =>
      may(stacks, 'Scan', 'PartiQLSelect', 'ExportTableToPointInTime', 'CreateBackup', 'GetRecords').map(
        lineOf,
      ),
  },
  {
    question: 'Who can delete the table, or change how it is protected?',
    holds: (stacks) =>
      may(
        stacks,
        'DeleteTable',
        'UpdateTable',
        'UpdateContinuousBackups',
        'UpdateTimeToLive',
        'PutResourcePolicy',
      ).map(lineOf),
  },
  {
    question: 'Do the records outlive their stack, a slip of the hand and a bad write?',
    holds: ({ data }) => {
      const tables = data.ofType('AWS::DynamoDB::Table');
      const wanted = {
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      };
      return tables.length === 1
        ? tables.flatMap(([, { Properties, ...policies }]) =>
            unlike('the table', { ...policies, ...Properties }, wanted),
          )
        : [`${tables.length} tables`];
    },
  },
  {
    question: 'Is the table the one that the store reads, and billed by use?',
    holds: ({ data }) =>
      data.ofType('AWS::DynamoDB::Table').flatMap(([, { Properties }]) =>
        unlike('the table', Properties, {
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: keysOf('pk', 'sk'),
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
          GlobalSecondaryIndexes: Object.entries(INDEXES).map(([IndexName, { partition, sort }]) => ({
            IndexName,
            KeySchema: keysOf(partition, sort),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          })),
          AttributeDefinitions: [
            ...ofType('S', 'pk', 'sk'),
            ...Object.values(INDEXES).flatMap(({ partition, sort }) => [
              ...ofType('S', partition),
              ...ofType('N', sort),
            ]),
          ].filter(
            (one, at, all) =>
              all.findIndex(({ AttributeName }) => AttributeName === one.AttributeName) === at,
          ),
        }),
      ),
  },
];

const keysOf = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];
const ofType = (AttributeType: 'S' | 'N', ...attributes: string[]) =>
  attributes.map((AttributeName) => ({ AttributeName, AttributeType }));
