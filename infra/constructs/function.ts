import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { CodeOf } from '../bundle.ts';
import type { Deployment } from '../deployment.ts';
import type { FunctionName } from '../function-names.ts';
import { FixedEgress } from './fixed-egress.ts';
import { acknowledgeStar } from './known-findings.ts';
import { grantRecords, type RecordsAccess } from './records-access.ts';
import { ServiceLog } from './service-log.ts';

/** What every function of the service is made from. */
export interface FunctionParts {
  readonly deployment: Deployment;
  readonly table: Table;
  readonly codeOf: CodeOf;
  /** The customer's own key for what the service keeps, where the deployment asks for one. */
  readonly key?: IKey | undefined;
  /** The one address from which functions call out, where the deployment asks for one. */
  readonly egress?: FixedEgress | undefined;
}

export interface FunctionProps extends FunctionParts {
  readonly name: FunctionName;
  readonly description: string;
  readonly timeoutSeconds: number;
  /** Default 256. Less where `npm run conformance` has measured that it is enough. */
  readonly memoryMegabytes?: number;
  readonly records: RecordsAccess;
  /** Whether it speaks to somebody outside of AWS. */
  readonly callsOut?: boolean;
  /** Whether each call is traced. Not those of each minute: their traces would cost more than all the rest of a quiet month. */
  readonly traced?: boolean;
  /** Besides what every function is told about records and deployment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One function of the service: its own role, its own log group, and the records as far as its step writes them. */
export class OffpeakFunction extends LambdaFunction {
  declare readonly role: Role;

  constructor(scope: Construct, id: string, props: FunctionProps) {
    const { name, description, timeoutSeconds, records, environment, deployment, table, codeOf } = props;
    const { key, egress, callsOut = false, memoryMegabytes = 256, traced = false } = props;
    const reserved = deployment.reservedConcurrency[name];
    const logGroup = new ServiceLog(scope, `${id}Log`, key);
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} of Offpeak may do.`,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    if (callsOut && egress !== undefined) FixedEgress.grantInterfaces(role);
    super(scope, id, {
      description,
      role,
      logGroup,
      code: codeOf(name),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMegabytes,
      timeout: Duration.seconds(timeoutSeconds),
      tracing: traced ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(callsOut ? egress?.placement : {}),
      ...(reserved !== undefined && { reservedConcurrentExecutions: reserved }),
      environment: {
        OFFPEAK_DEPLOYMENT: deployment.deployment,
        OFFPEAK_TABLE: table.tableName,
        OFFPEAK_SIGNATURE_LIFE_SECONDS: String(deployment.signatureLifeSeconds),
        OFFPEAK_REQUEST_TIMEOUT_SECONDS: String(deployment.requestTimeoutSeconds),
        ...environment,
      },
    });
    grantRecords(table, role, records);
    if (traced) acknowledgeStar(role, '*', 'X-Ray knows no resources.');
  }
}
