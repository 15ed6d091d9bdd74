import { deedOf, type Grant, grantsOf, lineOf } from '../grants.ts';
import { callingOut, INTERFACE_ACTIONS, needsOf } from '../needs.ts';
import { differences, type Question } from '../question.ts';
import type { Stacks } from '../synthesise.ts';

const STEP_ROLES = ['CheckWindow', 'SwitchOver', 'PollStatus', 'RecordOutcome'].map(
  (step) => `Run${step}Role`,
);

const allGrants = ({ data, service }: Stacks): readonly Grant[] => [...grantsOf(data), ...grantsOf(service)];
const allowed = (stacks: Stacks) => allGrants(stacks).filter(({ effect }) => effect === 'Allow');

/** An action as IAM matches it: `*` and `?` in what is allowed, upper and lower case alike. */
export function covers(pattern: string, action: string): boolean {
  const known = MATCHERS.get(pattern) ?? matcherOf(pattern);
  MATCHERS.set(pattern, known);
  return known.test(action);
}

/** What was compiled once: the same few hundred patterns are asked about in thousands of templates. */
const MATCHERS = new Map<string, RegExp>();

function matcherOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}

const thatMay = (stacks: Stacks, ...actions: string[]) =>
  allowed(stacks).filter(({ action }) => actions.some((asked) => covers(action, asked)));

/** "Who may …?", answered by name. */
function who(
  question: string,
  actions: readonly string[],
  holders: (stacks: Stacks) => readonly string[],
): Question {
  return {
    question,
    holds: (stacks) =>
      differences(
        thatMay(stacks, ...actions).map(({ holder }) => holder),
        holders(stacks),
        { missing: 'may not', surplus: 'may' },
      ),
  };
}

/** Who may do one thing to one resource, by whatever pattern that is allowed, answered by name. */
function holdersOf(
  stacks: Stacks,
  action: string,
  resource: string,
  wanted: readonly string[],
): readonly string[] {
  return differences(
    thatMay(stacks, action)
      .filter((grant) => covers(grant.resource, resource))
      .map(({ holder }) => holder),
    wanted,
    { missing: `may not ${action} ${resource}`, surplus: `may ${action} ${resource}` },
  );
}

/** The vendor is asked by these, and people are told by those. settle does both. */
const SIGNERS = ['RunCheckWindowRole', 'RunPollStatusRole', 'RunSwitchOverRole', 'SettleRole'];
const TELLERS = ['RunRecordOutcomeRole', 'SettleRole'];

const readersOf = (stacks: Stacks, secrets: readonly string[], readers: readonly string[]) =>
  secrets.flatMap((name) =>
    holdersOf(stacks, 'secretsmanager:GetSecretValue', `secret:${name}-AbCdEf`, readers),
  );

const listed = (stacks: Stacks): readonly string[] =>
  Object.entries(needsOf(stacks.deployment)).flatMap(([holder, needs]) =>
    needs.flatMap(({ may }) => may.map((deed) => `${holder} may ${deed}`)),
  );

/** What Lambda may do with a function's interfaces, the code of no function may. */
const deniedToCode = ({ deployment }: Stacks): readonly string[] =>
  (deployment.fixedEgress ? callingOut(deployment) : []).flatMap((id) =>
    INTERFACE_ACTIONS.map((action) => `${id}Role ${action} * if lambda:SourceFunctionArn ArnLike function:*`),
  );

export const PERMISSIONS: readonly Question[] = [
  {
    question: 'Is each thing allowed once, so that taking a permission away takes it away?',
    holds: (stacks) => {
      const lines = allowed(stacks).map(lineOf);
      return lines.filter((line, at) => lines.indexOf(line) !== at).map((line) => `allowed twice: ${line}`);
    },
  },
  {
    question: 'Who can read a secret of the vendor?',
    holds: (stacks) => readersOf(stacks, stacks.deployment.credentials, SIGNERS),
  },
  {
    question: 'Who can read a secret of a channel?',
    holds: (stacks) => readersOf(stacks, stacks.deployment.notify.secrets, TELLERS),
  },
  {
    question: 'Who can use the keys of the secrets?',
    holds: (stacks) => {
      const { secretKeys, notify } = stacks.deployment;
      const readers = new Set([...SIGNERS, ...(notify.secrets.length > 0 ? TELLERS : [])]);
      return secretKeys.flatMap((key) => holdersOf(stacks, 'kms:Decrypt', key, [...readers]));
    },
  },
  who('Who can publish to a topic that people listen to?', ['sns:Publish'], ({ deployment }) =>
    deployment.notify.topics.length > 0 ? ['RunRecordOutcomeRole', 'SettleRole'] : [],
  ),
  {
    question: 'Which secrets can be read?',
    holds: (stacks) =>
      differences(
        thatMay(stacks, 'secretsmanager:GetSecretValue').map(({ resource }) => resource),
        [...stacks.deployment.credentials, ...stacks.deployment.notify.secrets].map(
          (name) => `secret:${name}-??????`,
        ),
        { missing: 'cannot be read', surplus: 'can be read' },
      ),
  },
  who(
    'Who can make, change or delete a secret?',
    ['CreateSecret', 'PutSecretValue', 'UpdateSecret', 'DeleteSecret', 'PutResourcePolicy'].map(
      (action) => `secretsmanager:${action}`,
    ),
    () => [],
  ),
  who(
    'Who can start the machine?',
    ['states:StartExecution', 'states:StartSyncExecution', 'states:RedriveExecution'],
    () => ['ApiRole', 'DueRole', 'SettleRole'],
  ),
  who('Who can stop an execution?', ['states:StopExecution'], () => ['ApiRole', 'SettleRole']),
  who('Who can answer a workflow that waits?', ['states:SendTaskSuccess', 'states:SendTaskFailure'], () => [
    'RunCheckWindowRole',
    'RunRecordOutcomeRole',
    'SettleRole',
  ]),
  who('Who can announce an outcome on the bus?', ['events:PutEvents'], () => [
    'RunRecordOutcomeRole',
    'SettleRole',
  ]),
  who(
    'Who can take out a dead letter?',
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue'],
    () => ['SettleRole'],
  ),
  who(
    'Who can pass a role, or change a policy?',
    ['iam:PassRole', 'iam:PutRolePolicy', 'sts:TagSession'],
    () => [],
  ),
  {
    question: 'Which statement has a star for its action?',
    holds: (stacks) =>
      differences(
        allowed(stacks)
          .filter(({ action }) => /[*?]/.test(action))
          .map(lineOf),
        // A key without its account's owner could never be changed again. The second is the CDK's.
        stacks.deployment.customerManagedKey
          ? [
              'root may kms:* RecordsKey',
              'root may kms:* Key',
              'delivery.logs.amazonaws.com may kms:Decrypt* Key',
            ]
          : [],
        { missing: 'has none', surplus: 'has one' },
      ),
  },
  {
    question: 'Which statement has a star for its resource?',
    holds: (stacks) =>
      differences(
        allowed(stacks)
          .filter(({ resource }) => resource === '*')
          .map(({ holder }) => holder),
        // Log delivery, X-Ray and the interfaces of a VPC know no other resource.
        [
          ...['ApiRole', 'RunMachineRole', ...STEP_ROLES],
          ...(stacks.deployment.fixedEgress ? callingOut(stacks.deployment).map((id) => `${id}Role`) : []),
        ],
        { missing: 'has none', surplus: 'has one' },
      ),
  },
  {
    question: 'Does any role have a policy that somebody else writes?',
    holds: ({ service, data }) =>
      [...service.ofType('AWS::IAM::Role'), ...data.ofType('AWS::IAM::Role')]
        .filter(([, { Properties }]) => 'ManagedPolicyArns' in Properties)
        .map(([id]) => id),
  },
  {
    question: 'Does each role trust one service, and each function have a role of its own?',
    holds: ({ service }) => {
      const roles = service
        .ofType('AWS::Lambda::Function')
        .map(([, { Properties }]) => JSON.stringify(Properties.Role));
      const trusts = grantsOf(service).filter(({ action }) => action === 'sts:AssumeRole');
      return [
        ...roles.filter((role, at) => roles.indexOf(role) !== at).map((role) => `shared: ${role}`),
        ...trusts.filter(({ holder }) => !/^[a-z-]+\.amazonaws\.com$/.test(holder)).map(lineOf),
      ];
    },
  },
  {
    question: 'Can anybody reach a queue, a topic or a key of ours without TLS, or from outside the account?',
    holds: (stacks) => {
      const denied = allGrants(stacks).filter(({ effect }) => effect === 'Deny');
      return [
        ...differences(
          denied.map(({ holder, ...what }) => `${holder} ${deedOf(what)}`),
          ['anybody sqs:* DeadLetters.Arn if aws:SecureTransport Bool false', ...deniedToCode(stacks)],
          { missing: 'is not denied', surplus: 'is denied' },
        ),
        ...allowed(stacks)
          .filter(({ holder }) => holder === 'anybody')
          .map(lineOf),
      ];
    },
  },
];

/** Asked last: it notices every change of a permission, also one that no other question is about. */
export const NEEDS: readonly Question[] = [
  {
    question: 'Can each do what its work needs, and nothing besides?',
    holds: (stacks) =>
      differences(allowed(stacks).map(lineOf), listed(stacks), {
        missing: 'needs',
        surplus: 'does not need',
      }),
  },
];
