import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE } from '../../shared/store/table.ts';
import type { Deployment } from '../deployment.ts';
import { RecordsKey } from './own-key.ts';

/** The table of every record: restorable to any second, protected, and kept when its stack goes. */
export class Records extends Table {
  constructor(scope: Construct, id: string, { customerManagedKey }: Pick<Deployment, 'customerManagedKey'>) {
    super(scope, id, {
      ...(customerManagedKey && {
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: new RecordsKey(scope, `${id}Key`),
      }),
      partitionKey: { name: TABLE.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE.sort, type: AttributeType.STRING },
      timeToLiveAttribute: TABLE.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const [indexName, { partition, sort }] of Object.entries(TABLE.indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partition, type: AttributeType.STRING },
        sortKey: { name: sort, type: AttributeType.NUMBER },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
  }
}
