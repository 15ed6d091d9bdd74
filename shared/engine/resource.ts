import { isObject } from './json.ts';

/** What a Task calls: a function through `lambda:invoke`, named in its Arguments, or a function by its own ARN. */
export type Resource =
  | { readonly kind: 'invoke' }
  | { readonly kind: 'function'; readonly arn: string; readonly functionName: string };

/** How a Task waits for the execution of another machine that it starts: for its end, or for an answer to its token. */
export type ChildForm = 'sync:2' | 'waitForTaskToken';

/** A call, taken from a Task's arguments. */
export interface Call {
  readonly functionName: string;
  readonly payload: unknown;
}

const INVOKE = /^arn:aws[\w-]*:states:[\w-]*:\d*:lambda:invoke$/;
const CHILD = /^arn:aws[\w-]*:states:[\w-]*:\d*:states:startExecution\.(sync:2|waitForTaskToken)$/;
const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]*:\d*:function:([\w-]+)$/;
const NAME = /^(?:(?:arn:aws[\w-]*:lambda:[\w-]*:)?\d*:function:)?([\w-]+)$/;

/** The arguments of `lambda:invoke` that are interpreted. */
const INVOKE_ARGUMENTS: readonly string[] = ['FunctionName', 'Payload'];

/** The form of `states:startExecution` behind an ARN of any partition that waits; `undefined` for any other resource. */
export function childFormOf(arn: unknown): ChildForm | undefined {
  const form = typeof arn === 'string' ? CHILD.exec(arn)?.[1] : undefined;
  return form === 'sync:2' || form === 'waitForTaskToken' ? form : undefined;
}

/** The function behind an ARN of any partition, or the reason why it is refused. */
export function parseResource(arn: unknown): Resource | string {
  if (typeof arn !== 'string') return 'must be an ARN.';
  if (INVOKE.test(arn)) return { kind: 'invoke' };
  const functionName = FUNCTION.exec(arn)?.[1];
  if (functionName !== undefined) return { kind: 'function', arn, functionName };
  if (arn.endsWith('.sync') || arn.endsWith('.sync:2'))
    return 'waits for a job (.sync), which is not interpreted but for states:startExecution.sync:2.';
  if (arn.endsWith('.waitForTaskToken'))
    return 'waits for a task token, which is not interpreted but for states:startExecution.';
  return `${arn} is not interpreted: only lambda:invoke, unqualified function ARNs and states:startExecution are.`;
}

/** The plain name in a function's name or ARN; `undefined` for a version or alias, which would run other code. */
export function functionNameOf(text: string): string | undefined {
  return NAME.exec(text)?.[1];
}

/** The call that a Task's arguments ask for, or what is wrong with them and where. */
export function callOf(resource: Resource, given: unknown): Call | { field: string; wrong: string } {
  if (resource.kind === 'function') return { functionName: resource.functionName, payload: given };
  if (!isObject(given)) return { field: 'Arguments', wrong: 'must be an object with FunctionName.' };
  const foreign = Object.keys(given).find((name) => !INVOKE_ARGUMENTS.includes(name));
  if (foreign !== undefined) return { field: `Arguments/${foreign}`, wrong: 'is not interpreted here.' };
  const { FunctionName: name, Payload: payload = {} } = given;
  const functionName = typeof name === 'string' ? functionNameOf(name) : undefined;
  if (functionName === undefined) {
    return { field: 'Arguments/FunctionName', wrong: 'must be the name or ARN of an unqualified function.' };
  }
  return { functionName, payload };
}
