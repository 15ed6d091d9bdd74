import { AsyncLocalStorage } from 'node:async_hooks';
import type { DeadLetterQueue } from '../../shared/steps/dead-letters.ts';
import type { Ports } from '../../shared/steps/ports.ts';
import type { Store, Write } from '../../shared/store/store.ts';
import { type Grant, grantsOf, lineOf } from './grants.ts';
import { covers } from './questions/permissions.ts';
import type { Synthesised } from './synthesise.ts';

/** Everything that leads out of a function. */
type Edges = Ports & { readonly letters: DeadLetterQueue };

/** Ports that do what the role of whoever uses them may do, as the synthesised policies say, and refuse the rest. */
export interface RoleGuard {
  /** Does work under a role, named as in the stack without its hash. */
  as<Result>(role: string, work: () => Promise<Result>): Promise<Result>;
  guard<Guarded extends Partial<Edges>>(ports: Guarded): Guarded;
  /** What was asked and refused: role, action, partition or index. */
  readonly denials: readonly string[];
  /** The permissions that were needed, as `grants.ts` writes them. */
  readonly used: ReadonlySet<string>;
}

/** Guards by the roles of a stack. Whoever asks outside of `as` is held to the role `otherwise`, where one is named. */
export function makeRoleGuard(stack: Synthesised, otherwise?: string): RoleGuard {
  const grants = grantsOf(stack).filter(({ effect }) => effect === 'Allow');
  const acting = new AsyncLocalStorage<string>();
  const denials: string[] = [];
  const used = new Set<string>();

  function must(action: string, on: Partial<Record<'partition' | 'index', string>> = {}): void {
    const role = acting.getStore() ?? otherwise;
    if (role === undefined) return;
    const allowing = grants.filter((grant) => grant.holder === role && allows(grant, action, on));
    for (const grant of allowing) used.add(lineOf(grant));
    if (allowing.length > 0) return;
    const asked = `${role} ${action} ${on.partition ?? on.index ?? ''}`.trimEnd();
    denials.push(asked);
    throw new Error(`AccessDenied: ${asked}`);
  }

  const asking =
    <Given extends readonly unknown[], Answer>(action: string, ask: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      must(action);
      return await ask(...given);
    };

  const guardStore = (store: Store): Store => ({
    ...store,
    get: asking('dynamodb:GetItem', store.get),
    getMany: asking('dynamodb:BatchGetItem', store.getMany),
    list: asking('dynamodb:Query', store.list),
    find: async (query) => {
      must('dynamodb:Query', { index: query.index });
      return await store.find(query);
    },
    transact: async (writes) => {
      for (const write of writes) {
        const { action, partition } = askedBy(write);
        must(action, { partition });
        mustBeNew(write, denials);
      }
      return await store.transact(writes);
    },
  });

  const guardEdges = ({ redis, announcer, executions, letters }: Partial<Edges>): Partial<Edges> => ({
    ...(letters && {
      letters: {
        receive: asking('sqs:ReceiveMessage', letters.receive),
        remove: asking('sqs:DeleteMessage', letters.remove),
        send: asking('sqs:SendMessage', letters.send),
      },
    }),
    ...(redis && {
      redis: (account) => {
        must('secretsmanager:GetSecretValue');
        return redis(account);
      },
    }),
    ...(announcer && {
      announcer: {
        closed: asking('events:PutEvents', announcer.closed),
        settled: asking('events:PutEvents', announcer.settled),
        message: asking('events:PutEvents', announcer.message),
        answerToken: asking(
          'states:SendTaskSuccess',
          asking('states:SendTaskFailure', announcer.answerToken),
        ),
        unheard: asking('events:PutEvents', announcer.unheard),
        refuseToken: asking('states:SendTaskFailure', announcer.refuseToken),
      },
    }),
    ...(executions && {
      executions: {
        start: asking('states:StartExecution', executions.start),
        stop: asking('states:StopExecution', executions.stop),
        named: executions.named,
        status: asking('states:DescribeExecution', executions.status),
      },
    }),
  });

  return {
    as: (role, work) => acting.run(role, work),
    guard: (ports) => ({
      ...ports,
      ...(ports.store && { store: guardStore(ports.store) }),
      ...guardEdges(ports),
    }),
    denials,
    used,
  };
}

/** What DynamoDB asks IAM for: each write of a transaction counts as the operation that it is. */
function askedBy(write: Write): { action: string; partition: string } {
  if ('put' in write) return { action: 'dynamodb:PutItem', partition: write.put.partition };
  if ('update' in write) return { action: 'dynamodb:UpdateItem', partition: write.update.partition };
  if ('delete' in write) return { action: 'dynamodb:DeleteItem', partition: write.delete.partition };
  return { action: 'dynamodb:ConditionCheckItem', partition: write.check.partition };
}

/** What IAM cannot ask: that an audit event is put only where there is none. */
function mustBeNew(write: Write, denials: string[]): void {
  if (!('put' in write) || !write.put.partition.startsWith('audit#')) return;
  if (write.when !== undefined && 'item' in write.when && write.when.item === 'absent') return;
  denials.push(`an audit event is put without a condition: ${write.put.partition} ${write.put.sort}`);
}

function allows(
  grant: Grant,
  action: string,
  { partition, index }: { partition?: string; index?: string },
): boolean {
  if (grant.action !== action) return false;
  if (index !== undefined) return grant.resource === `Records.Arn/index/${index}`;
  if (action.startsWith('dynamodb:') && grant.resource !== 'Records.Arn') return false;
  if (partition === undefined || grant.partition === undefined) return true;
  return covers(grant.partition, partition);
}
