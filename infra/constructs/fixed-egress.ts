import { ArnFormat, Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnFlowLog,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledgeStar } from './known-findings.ts';
import { ServiceLog } from './service-log.ts';

/** What Lambda does with a function's network interfaces (AWS Lambda Developer Guide, "Required IAM permissions"). */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * One address that every request to the outside comes from, for whoever lists addresses that may call.
 *
 * Two zones for the functions, one gateway: where its zone is away, nothing leaves, and each run waits or ends without a
 * send. The records are reached beside it. What the network refuses is logged.
 */
export class FixedEgress extends Construct {
  readonly #vpc: IVpc;
  readonly #functions: SecurityGroup;

  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    super(scope, id);
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    // The CDK's own types are not written for exact optional properties.
    this.#vpc = new Vpc(this, 'Network', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/24'),
      maxAzs: 2,
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'Out', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
        { name: 'Functions', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 26 },
      ],
      gatewayEndpoints: { Records: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    }) as IVpc;
    this.#functions = new SecurityGroup(this, 'Functions', {
      vpc: this.#vpc,
      description: 'Functions of Offpeak that call out: HTTPS, and nothing in.',
      allowAllOutbound: false,
    });
    this.#functions.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS');
    this.#logRefusals(encryptionKey);
    new CfnOutput(this, 'AddressOut', {
      value: address.attrPublicIp,
      description: 'Every request leaves from here.',
    });
  }

  /** Where a function's interfaces are. */
  get placement() {
    return {
      vpc: this.#vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [this.#functions],
    };
  }

  /** Lets Lambda place a function in the network, and denies the same to the function's own code. */
  static grantInterfaces(role: Role): void {
    role.addToPolicy(new PolicyStatement({ actions: INTERFACE_ACTIONS, resources: ['*'] }));
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: INTERFACE_ACTIONS,
        resources: ['*'],
        conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunctionOf(Stack.of(role)) } },
      }),
    );
    acknowledgeStar(
      role,
      '*',
      'Lambda asks for them on every resource; to the code of functions they are denied.',
    );
  }

  /** What the network refused, in a log of its own. */
  #logRefusals(encryptionKey: IKey | undefined): void {
    const log = new ServiceLog(this, 'RefusedLog', encryptionKey);
    const role = new Role(this, 'FlowRole', {
      description: 'Writes what the network of Offpeak refused.',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [log.logGroupArn],
      }),
    );
    new CfnFlowLog(this, 'Refused', {
      resourceType: 'VPC',
      resourceId: this.#vpc.vpcId,
      trafficType: 'REJECT',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: log.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }
}

/** By pattern: by name, the function would wait for its role's policy, and the policy for the function. */
const anyFunctionOf = (stack: Stack): string =>
  stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
