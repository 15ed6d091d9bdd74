import { POLICY_OF, ROUTES } from '../../infra/constructs/http-entrance.ts';
import type { Deployment } from '../../infra/deployment.ts';
import type { TABLE } from '../../shared/store/table.ts';

/** What somebody may do, as `grants.ts` writes it, and what for. */
export interface Need {
  readonly may: readonly string[];
  readonly why: string;
}

/** Who needs what, by the holder of the permission. The list is whole: what is not in it, nobody may. */
export type Needs = Readonly<Record<string, readonly Need[]>>;

const PARTITIONS = {
  run: 'run#*',
  audit: 'audit#*',
  lease: 'lease#*',
  slot: 'slot#*',
  control: 'control',
  refused: 'refused',
} as const;
type Partition = keyof typeof PARTITIONS;

const need = (why: string, ...may: string[]): Need => ({ may, why });

const onRecords = (action: string, why: string, partitions: readonly Partition[]): Need =>
  need(why, ...partitions.map((name) => `dynamodb:${action} Records.Arn in ${PARTITIONS[name]}`));

const puts = (why: string, ...partitions: Partition[]) => onRecords('PutItem', why, partitions);
const updates = (why: string, ...partitions: Exclude<Partition, 'audit'>[]) =>
  onRecords('UpdateItem', why, partitions);
const deletes = (why: string, ...partitions: ('slot' | 'control')[]) =>
  onRecords('DeleteItem', why, partitions);
const finds = (why: string, ...indexes: (keyof typeof TABLE.indexes)[]) =>
  need(
    why,
    ...indexes.map((index) => `dynamodb:Query Records.Arn/index/${index}`),
    'dynamodb:BatchGetItem Records.Arn',
  );

/** What every function needs: a log of its own, and to read the records. */
const everyFunction = (id: string): readonly Need[] => [
  need('writes its own log', `logs:CreateLogStream ${id}Log.Arn`, `logs:PutLogEvents ${id}Log.Arn`),
  need(
    'reads runs, leases, slots, stops and the plan',
    'dynamodb:GetItem Records.Arn',
    'dynamodb:Query Records.Arn',
  ),
];

/** X-Ray knows no resource. */
const traces = need('is traced', 'xray:PutTraceSegments *', 'xray:PutTelemetryRecords *');

/** What the machine of our own stack is called: its deployment, and what the CDK makes of its place in the tree. */
export const machineNameOf = (deployment: string): string => `offpeak-${deployment}-2212662e`;

const OUR_EXECUTIONS = 'execution:RunMachine.Name:*';
const answersTokens = need(
  'answers the workflows that wait for a run: a token names its machine only to the service',
  'states:SendTaskSuccess stateMachine:*',
  'states:SendTaskFailure stateMachine:*',
);
const putsEvents = need('announces on the bus', 'events:PutEvents Events.Arn');
const starts = (why: string) => need(why, 'states:StartExecution RunMachine');

/** Who needs what in one deployment. */
export function needsOf(deployment: Deployment): Needs {
  const { credentials, notify, secretKeys } = deployment;
  const decryptsSecrets = secretKeys.map((key) => `kms:Decrypt ${key} if ${through('secretsmanager')}`);
  const tellsPeople = need(
    'tells people: reads where its channels are, publishes to their topics',
    ...notify.secrets.map((name) => `secretsmanager:GetSecretValue secret:${name}-??????`),
    ...(notify.secrets.length > 0 ? decryptsSecrets : []),
    ...notify.topics.map((name) => `sns:Publish ${name}`),
  );
  const asksTheVendor = need(
    'signs what it asks the vendor',
    ...credentials.map((name) => `secretsmanager:GetSecretValue secret:${name}-??????`),
    ...decryptsSecrets,
  );
  return joined(
    {
      RunCheckWindowRole: [
        ...everyFunction('RunCheckWindow'),
        traces,
        puts('accepts a direct start; takes lease and slots', 'run', 'audit', 'lease', 'slot'),
        puts('writes a refused request down', 'refused'),
        updates('claims: phase of the run, owner and fence of the lease', 'run', 'lease'),
        asksTheVendor,
        answersTokens,
      ],
      RunSwitchOverRole: [
        ...everyFunction('RunSwitchOver'),
        traces,
        puts('pins, claims each send, closes what was only observed', 'run', 'audit'),
        updates('moves the run on, renews the lease', 'run', 'lease'),
        onRecords('ConditionCheckItem', 'claims another attempt only if the last was throttled', ['run']),
        asksTheVendor,
      ],
      RunPollStatusRole: [
        ...everyFunction('RunPollStatus'),
        traces,
        updates('writes on the run what it saw', 'run'),
        asksTheVendor,
      ],
      RunRecordOutcomeRole: [
        ...everyFunction('RunRecordOutcome'),
        traces,
        puts('closes; stops an account after bad outcomes', 'audit', 'control'),
        updates('closes the run, frees the lease', 'run', 'lease'),
        deletes('frees slots, sets the count of bad outcomes back', 'slot', 'control'),
        putsEvents,
        answersTokens,
        tellsPeople,
      ],
      DueRole: [
        ...everyFunction('Due'),
        finds('knows what is open', 'attention'),
        puts('accepts what is due, records what was missed, keeps its watermark', 'run', 'audit', 'control'),
        updates('names the executor of a run', 'run'),
        starts('starts what is due'),
      ],
      SettleRole: [
        ...everyFunction('Settle'),
        finds('knows what is open or not announced, and what a digest is to tell', 'attention', 'month'),
        puts('closes; stops an account after bad outcomes', 'audit', 'control'),
        puts('makes a run of a request that was given up, closed as it is accepted', 'run'),
        puts('refuses what an execution was started with that had no run', 'refused'),
        need('keeps for a later pass what it could not record yet', 'sqs:SendMessage DeadLetters.Arn'),
        need(
          'drains the dead letters',
          'sqs:ReceiveMessage DeadLetters.Arn',
          'sqs:DeleteMessage DeadLetters.Arn',
        ),
        updates('closes the run, frees the lease', 'run', 'lease'),
        updates('notes how far a digest has come', 'control'),
        deletes('frees slots, sets the count of bad outcomes back', 'slot', 'control'),
        starts('starts a run that was accepted and that nobody started'),
        need(
          'looks at the execution of a run that is overdue, and stops it',
          `states:DescribeExecution ${OUR_EXECUTIONS}`,
          `states:StopExecution ${OUR_EXECUTIONS}`,
        ),
        asksTheVendor,
        putsEvents,
        answersTokens,
        tellsPeople,
      ],
      ApiRole: [
        ...everyFunction('Api'),
        traces,
        finds('lists runs', 'instance', 'month', 'attention'),
        puts('accepts requests, puts stops', 'run', 'audit', 'control'),
        updates('cancels, acknowledges', 'run', 'lease'),
        deletes('frees slots, takes stops back', 'slot', 'control'),
        starts('starts what was asked for now'),
        need('stops the execution of a cancelled run', `states:StopExecution ${OUR_EXECUTIONS}`),
      ],
      RunMachineRole: [
        need(
          'calls the functions of its steps',
          ...['CheckWindow', 'SwitchOver', 'PollStatus', 'RecordOutcome'].map(
            (step) => `lambda:InvokeFunction Run${step}.Arn`,
          ),
        ),
        need(
          'delivers its log: Step Functions asks for these on every resource',
          ...[
            ...[
              'CreateLogDelivery',
              'GetLogDelivery',
              'UpdateLogDelivery',
              'DeleteLogDelivery',
              'ListLogDeliveries',
            ],
            ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
          ].map((action) => `logs:${action} *`),
        ),
        need(
          'tells X-Ray how long each state took: X-Ray knows no resources',
          ...['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map(
            (action) => `xray:${action} *`,
          ),
        ),
      ],
      ...Object.fromEntries(
        Object.entries(POLICY_OF).flatMap(([group, policy]) => groupNeeds(group, policy)),
      ),
      DueCallerRole: called('Due'),
      SettleCallerRole: called('Settle'),
      'lambda.amazonaws.com': FUNCTIONS.map((id) => need(`runs ${id}`, `sts:AssumeRole ${id}Role`)),
      'states.amazonaws.com': [
        need(
          'runs our machine, in this account',
          `sts:AssumeRole RunMachineRole if ${OWN_ACCOUNT} and aws:SourceArn ArnLike stateMachine:*`,
        ),
      ],
      'scheduler.amazonaws.com': ['Due', 'Settle'].map((id) =>
        need(
          `calls ${id} each minute`,
          `sts:AssumeRole ${id}CallerRole if ${OWN_ACCOUNT} and aws:SourceArn StringEquals Schedules.Arn`,
        ),
      ),
      'events.amazonaws.com': [
        need(
          'calls settle when an execution ended badly',
          'lambda:InvokeFunction Settle.Arn if for SettleEndedBadly.Arn',
        ),
        need(
          'keeps what it could not deliver',
          'sqs:SendMessage DeadLetters.Arn if aws:SourceArn ArnEquals SettleEndedBadly.Arn',
        ),
      ],
      'apigateway.amazonaws.com': [
        need('hands signed requests on', 'lambda:InvokeFunction Api.Arn if for ApiHttpApi/*/*/*'),
      ],
    },
    deployment.customerManagedKey ? keyNeeds(deployment.deployment) : {},
    deployment.fixedEgress ? egressNeeds(deployment) : {},
  );
}

/** What whoever is given the policy of a group of actions may do over HTTP. */
function groupNeeds(group: string, policy: string): readonly (readonly [string, readonly Need[]])[] {
  const routes = ROUTES.filter(([, , of]) => of === group).map(
    ([method, path]) => `execute-api:Invoke ApiHttpApi/$default/${method}${path.replace(/\{[^}]*\}/g, '*')}`,
  );
  return routes.length === 0 ? [] : [[`ApiHttp${policy}`, [need(`the routes of ${group}`, ...routes)]]];
}

const OWN_ACCOUNT = 'aws:SourceAccount StringEquals ${AccountId}';
const FUNCTIONS = [
  'RunCheckWindow',
  'RunSwitchOver',
  'RunPollStatus',
  'RunRecordOutcome',
  'Due',
  'Settle',
  'Api',
];

const called = (id: string): readonly Need[] => [
  need(`calls ${id} each minute`, `lambda:InvokeFunction ${id}.Arn`),
  need('keeps what it could not deliver', 'sqs:SendMessage DeadLetters.Arn'),
];

const through = (service: string) =>
  `kms:ViaService StringEquals ${service}.\${Region}.amazonaws.com, ${service}.\${Region}.\${URLSuffix}`;

const kms = (key: string, when: string, ...actions: string[]): readonly string[] =>
  actions.map((action) => `kms:${action} ${key}${when === '' ? '' : ` if ${when}`}`);

const ENVELOPE = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo', 'DescribeKey'];

/** What each needs besides where the customer's own keys are asked for. */
function keyNeeds(name: string): Needs {
  const machine = `kms:EncryptionContext:aws:states:stateMachineArn StringEquals stateMachine:${machineNameOf(name)}`;
  const bus = 'event-bus/offpeaktestserviceEvents6E048266';
  const ofBus = `${OWN_ACCOUNT} and aws:SourceArn StringEquals ${bus} and kms:EncryptionContext:aws:events:event-bus:arn StringEquals ${bus}`;
  const puts = need(
    'encrypts what it could not deliver',
    ...kms('Key.Arn', through('sqs'), 'Decrypt', 'GenerateDataKey'),
  );
  const reads = need('reads and writes records', ...kms('RecordsKey.Arn', through('dynamodb'), ...ENVELOPE));
  return joined(Object.fromEntries(FUNCTIONS.map((id) => [`${id}Role`, [reads]])), {
    DueCallerRole: [puts],
    SettleCallerRole: [puts],
    SettleRole: [
      need('looks at executions', ...kms('Key.Arn', through('states'), 'Decrypt')),
      need('reads and puts dead letters', ...kms('Key.Arn', through('sqs'), 'Decrypt', 'GenerateDataKey')),
    ],
    RunMachineRole: [
      need('encrypts executions', ...kms('Key.Arn', machine, 'Decrypt', 'GenerateDataKey')),
      need(
        'encrypts its log on the way',
        ...kms('Key.Arn', 'kms:EncryptionContext:SourceArn StringEquals *', 'GenerateDataKey'),
      ),
    ],
    root: [need('the account keeps its keys', 'kms:* RecordsKey', 'kms:* Key')],
    'logs.${Region}.${URLSuffix}': [
      need(
        'encrypts logs',
        ...kms('Key', 'kms:EncryptionContext:aws:logs:arn ArnLike log-group:*', ...ENVELOPE),
      ),
    ],
    'delivery.logs.amazonaws.com': [need("delivers the machine's log", 'kms:Decrypt* Key')],
    'events.amazonaws.com': [
      need(
        'puts into the queue what a rule could not deliver',
        ...kms('Key', OWN_ACCOUNT, 'Decrypt', 'GenerateDataKey'),
      ),
      need('encrypts what is on the bus', ...kms('Key', ofBus, 'Decrypt', 'GenerateDataKey', 'DescribeKey')),
    ],
  });
}

/** The functions that call out: to the vendor, and where there are bots of people, to those. */
export const callingOut = ({ notify }: Deployment): readonly string[] => [
  ...['RunCheckWindow', 'RunSwitchOver', 'RunPollStatus', 'Settle'],
  ...(notify.secrets.length > 0 ? ['RunRecordOutcome'] : []),
];

export const INTERFACE_ACTIONS = [
  ...['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DescribeSubnets', 'DeleteNetworkInterface'],
  ...['AssignPrivateIpAddresses', 'UnassignPrivateIpAddresses'],
].map((action) => `ec2:${action}`);

/** What each needs besides where one address out is asked for. */
const egressNeeds = (deployment: Deployment): Needs => ({
  ...Object.fromEntries(
    callingOut(deployment).map((id) => [
      `${id}Role`,
      [need('Lambda places it in the network', ...INTERFACE_ACTIONS.map((action) => `${action} *`))],
    ]),
  ),
  EgressFlowRole: [
    need(
      'writes what the network refused',
      ...['CreateLogStream', 'PutLogEvents', 'DescribeLogStreams'].map(
        (action) => `logs:${action} EgressRefusedLog.Arn`,
      ),
    ),
  ],
  'vpc-flow-logs.amazonaws.com': [
    need('runs the flow log, of this account', `sts:AssumeRole EgressFlowRole if ${OWN_ACCOUNT}`),
  ],
});

function joined(...several: readonly Needs[]): Needs {
  const holders = new Set(several.flatMap((needs) => Object.keys(needs)));
  return Object.fromEntries(
    [...holders].map((holder) => [holder, several.flatMap((needs) => needs[holder] ?? [])]),
  );
}
