import { nameOf, withoutHash } from '../names.ts';
import { callingOut } from '../needs.ts';
import { differences, type Question } from '../question.ts';
import type { Resource, Stacks } from '../synthesise.ts';

const all = ({ data, service }: Stacks) => [
  ...Object.entries(data.resources),
  ...Object.entries(service.resources),
];

/** A value with every reference by its name, its keys in order. */
function told(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(told).join(' ');
  const entries = Object.entries(value);
  if (entries.length === 1 && /^(Ref|Fn::)/.test(entries[0]?.[0] ?? '')) return nameOf(value);
  return entries
    .filter(([key]) => key !== 'Tags')
    .map(([key, inner]) => `${key} ${told(inner)}`)
    .sort()
    .join(', ');
}

const lineOf = ([id, { Type, Properties }]: readonly [string, Resource]) =>
  `${Type.replace('AWS::EC2::', '')} ${withoutHash(id)}: ${told(Properties)}`.replace(/: $/, '');

/** How each kind of resource says which key it is encrypted with. */
const KEY_OF: Readonly<Record<string, (properties: Resource['Properties']) => string>> = {
  'AWS::DynamoDB::Table': ({ SSESpecification }) => told(SSESpecification),
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => nameOf(KmsKeyId),
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => nameOf(KmsMasterKeyId),
  'AWS::Events::EventBus': ({ KmsKeyIdentifier }) => nameOf(KmsKeyIdentifier),
  'AWS::StepFunctions::StateMachine': ({ EncryptionConfiguration }) => told(EncryptionConfiguration),
};

const KEYS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'KMSMasterKeyId RecordsKey.Arn, SSEEnabled true, SSEType KMS',
  'AWS::StepFunctions::StateMachine':
    'KmsDataKeyReusePeriodSeconds 300, KmsKeyId Key.Arn, Type CUSTOMER_MANAGED_KMS_KEY',
};

export const OPTIONS: readonly Question[] = [
  {
    question: "Is all that is kept encrypted with keys of the customer's own, where they are asked for?",
    holds: (stacks) =>
      all(stacks).flatMap(([id, { Type, Properties }]) => {
        const found = KEY_OF[Type]?.(Properties);
        const wanted = stacks.deployment.customerManagedKey ? (KEYS[Type] ?? 'Key.Arn') : 'undefined';
        return found === undefined || found === wanted ? [] : [`${id} is encrypted with ${found}`];
      }),
  },
  {
    question: 'Is each key turned every year, and kept as long as anything may be encrypted with it?',
    holds: (stacks) =>
      differences(
        all(stacks)
          .filter(([, { Type }]) => Type === 'AWS::KMS::Key')
          .map(([id, { Properties, DeletionPolicy, UpdateReplacePolicy }]) =>
            [withoutHash(id), Properties.EnableKeyRotation, DeletionPolicy, UpdateReplacePolicy].join(' '),
          ),
        stacks.deployment.customerManagedKey
          ? ['RecordsKey true Retain Retain', 'Key true Retain Retain']
          : [],
        { missing: 'no key', surplus: 'a key that is not listed' },
      ),
  },
  {
    question:
      'Do those functions that call out, and no others, leave by the one address, where it is asked for?',
    holds: (stacks) =>
      differences(
        stacks.service
          .ofType('AWS::Lambda::Function')
          .filter(([, { Properties }]) => Properties.VpcConfig !== undefined)
          .map(([id, { Properties }]) => `${withoutHash(id)} ${told(Properties.VpcConfig)}`),
        stacks.deployment.fixedEgress ? callingOut(stacks.deployment).map((id) => `${id} ${PLACED}`) : [],
        { missing: 'is not placed', surplus: 'is placed' },
      ),
  },
  {
    question: 'Is the network one gateway with one address, two zones, HTTPS out and nothing in?',
    holds: (stacks) =>
      differences(
        all(stacks)
          .filter(([, { Type }]) => Type.startsWith('AWS::EC2::'))
          .map(lineOf),
        stacks.deployment.fixedEgress ? NETWORK : [],
        { missing: 'is missing', surplus: 'is not listed' },
      ),
  },
  {
    question: 'Is as much concurrency reserved as was asked for, and no more?',
    holds: ({ service, deployment }) =>
      differences(
        service
          .ofType('AWS::Lambda::Function')
          .filter(([, { Properties }]) => Properties.ReservedConcurrentExecutions !== undefined)
          .map(([, { Properties }]) => `${told(Properties.Code)} ${Properties.ReservedConcurrentExecutions}`),
        Object.entries(deployment.reservedConcurrency).map(([name, count]) => `ZipFile // ${name} ${count}`),
        { missing: 'is not reserved', surplus: 'is reserved' },
      ),
  },
];

const PLACED =
  'SecurityGroupIds EgressFunctions.GroupId, SubnetIds EgressNetworkFunctionsSubnet1Subnet EgressNetworkFunctionsSubnet2Subnet';

/** A subnet with its route table and its one way to the outside. */
function subnet(name: string, zone: number, cidr: string, out: string): readonly string[] {
  const id = `EgressNetwork${name}Subnet${zone + 1}`;
  return [
    `Subnet ${id}Subnet: AvailabilityZone {"Fn::Select":[${zone},{"Fn::GetAZs":""}]}, CidrBlock ${cidr}, MapPublicIpOnLaunch false, VpcId EgressNetwork`,
    `RouteTable ${id}RouteTable: VpcId EgressNetwork`,
    `SubnetRouteTableAssociation ${id}RouteTableAssociation: RouteTableId ${id}RouteTable, SubnetId ${id}Subnet`,
    `Route ${id}DefaultRoute: DestinationCidrBlock 0.0.0.0/0, ${out}, RouteTableId ${id}RouteTable`,
  ];
}

const [OUT, NAT] = ['GatewayId EgressNetworkIGW', 'NatGatewayId EgressNetworkOutSubnet1NATGateway'];

const NETWORK: readonly string[] = [
  'EIP EgressAddress: Domain vpc',
  'VPC EgressNetwork: CidrBlock 10.0.0.0/24, EnableDnsHostnames true, EnableDnsSupport true, InstanceTenancy default',
  ...subnet('Out', 0, '10.0.0.0/28', OUT),
  ...subnet('Out', 1, '10.0.0.16/28', OUT),
  ...subnet('Functions', 0, '10.0.0.64/26', NAT),
  ...subnet('Functions', 1, '10.0.0.128/26', NAT),
  'NatGateway EgressNetworkOutSubnet1NATGateway: AllocationId EgressAddress.AllocationId, SubnetId EgressNetworkOutSubnet1Subnet',
  'InternetGateway EgressNetworkIGW',
  'VPCGatewayAttachment EgressNetworkVPCGW: InternetGatewayId EgressNetworkIGW, VpcId EgressNetwork',
  `VPCEndpoint EgressNetworkRecords: RouteTableIds ${['Functions', 'Out']
    .flatMap((name) => [1, 2].map((zone) => `EgressNetwork${name}Subnet${zone}RouteTable`))
    .join(' ')}, ServiceName com.amazonaws.\${Region}.dynamodb, VpcEndpointType Gateway, VpcId EgressNetwork`,
  'SecurityGroup EgressFunctions: GroupDescription Functions of Offpeak that call out: HTTPS, and nothing in., SecurityGroupEgress CidrIp 0.0.0.0/0, Description HTTPS, FromPort 443, IpProtocol tcp, ToPort 443, VpcId EgressNetwork',
  'FlowLog EgressRefused: DeliverLogsPermissionArn EgressFlowRole.Arn, LogDestinationType cloud-watch-logs, LogGroupName EgressRefusedLog, ResourceId EgressNetwork, ResourceType VPC, TrafficType REJECT',
];
