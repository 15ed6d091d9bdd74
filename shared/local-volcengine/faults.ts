import type { AnswerFault, ExecutionFault, Fault, GatewayFault, WorldFault } from './fault-schema.ts';

/** What a call is, as far as a fault cares. */
interface Meeting {
  readonly action: string;
  readonly instanceId: string | undefined;
}

/** The faults that wait for a call. Taking one uses it up; the oldest that meets the call is taken. */
export interface Faults {
  arm(fault: AnswerFault | ExecutionFault | GatewayFault): void;
  takeAnswerFault(meeting: Meeting): AnswerFault | undefined;
  takeExecutionFault(instanceId: string): ExecutionFault | undefined;
  takeGatewayFault(meeting: Meeting): GatewayFault | undefined;
}

export function makeFaults(): Faults {
  const answers = makeQueue<AnswerFault>();
  const executions = makeQueue<ExecutionFault>();
  const gateway = makeQueue<GatewayFault>();
  return {
    arm(fault) {
      if (isExecutionFault(fault)) executions.add(fault);
      else if (isGatewayFault(fault)) gateway.add(fault);
      else answers.add(fault);
    },
    takeAnswerFault: answers.take,
    takeExecutionFault: (instanceId) => executions.take({ action: 'SwitchOver', instanceId }),
    takeGatewayFault: gateway.take,
  };
}

/** Whether the fault happens by itself instead of waiting for a call. */
export function isWorldFault(fault: Fault): fault is WorldFault {
  return fault.fault === 'failover' || fault.fault === 'forget-tokens';
}

function isExecutionFault(fault: Fault): fault is ExecutionFault {
  return (
    fault.fault === 'stay-changing' ||
    fault.fault === 'fail-shards' ||
    fault.fault === 'accept-without-executing'
  );
}

function isGatewayFault(fault: Fault): fault is GatewayFault {
  return fault.fault === 'ignore-x-expires' || fault.fault === 'ignore-expiry';
}

interface Waiting {
  readonly times: number;
  readonly skip: number;
  readonly action?: string;
  readonly instance?: string | undefined;
}

function makeQueue<F extends Waiting>() {
  const armed: { readonly fault: F; left: number; toSkip: number }[] = [];
  return {
    add(fault: F) {
      armed.push({ fault, left: fault.times, toSkip: fault.skip });
    },
    take(meeting: Meeting): F | undefined {
      for (const entry of armed.filter((each) => each.left > 0 && meets(each.fault, meeting))) {
        if (entry.toSkip === 0) {
          entry.left -= 1;
          return entry.fault;
        }
        entry.toSkip -= 1;
      }
      return undefined;
    },
  };
}

function meets(fault: Waiting, { action, instanceId }: Meeting): boolean {
  const actionMeets = fault.action === undefined || fault.action === action;
  return actionMeets && (fault.instance === undefined || fault.instance === instanceId);
}
