import type { FaultInput } from '../../../shared/local-volcengine/fault-schema.ts';
import type { Model } from '../../../shared/local-volcengine/model.ts';
import type { Seed } from '../../../shared/local-volcengine/seed-schema.ts';
import { makeModelTransport } from '../../../shared/runtime/model-transport.ts';
import { SECOND } from '../../../shared/time/clock.ts';
import type { Credentials } from '../../../shared/volcengine/credentials.ts';
import { resolveLimits } from '../../../shared/volcengine/limits.ts';
import { makeReader } from '../../../shared/volcengine/reader.ts';
import { makeReads } from '../../../shared/volcengine/reads.ts';
import type { Redis } from '../../../shared/volcengine/redis.ts';
import { makeSwitchOver } from '../../../shared/volcengine/switchover.ts';
import type { Transport, TransportResult, WireRequest } from '../../../shared/volcengine/transport.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Witness } from './witness.ts';

export interface ProcessRedisParts {
  readonly process: SimulatedProcess;
  readonly model: Model;
  readonly seed: Seed;
  readonly credentials: Credentials;
  readonly witness: Witness;
  readonly random: () => number;
}

const HOST = 'model.invalid';
const SCOPE = { host: { origin: `http://${HOST}`, name: HOST, practice: true }, service: 'Redis' };
const TIMEOUT = 10 * SECOND;
const { readBudget: BUDGET } = resolveLimits({});

/** The real client of one process over the endpoint's own model: each exchange of bytes can be held up, lost or the last. */
export function makeProcessRedis(parts: ProcessRedisParts): Redis {
  const { process, model, seed, witness, random } = parts;
  const credentials = async () => parts.credentials;
  const { clock } = process;
  const bare = makeModelTransport({
    model,
    credentials: seed.credentials,
    clock,
    host: HOST,
    timeout: TIMEOUT,
  });
  const transport = onTheWay(process, model, witness, bare);
  const scope = { ...SCOPE, region: seed.region };
  const reader = makeReader({ scope, credentials, transport, clock, random, budget: BUDGET });
  return { ...makeReads(reader, seed.region), ...makeSwitchOver({ scope, credentials, transport }) };
}

function onTheWay(process: SimulatedProcess, model: Model, witness: Witness, bare: Transport): Transport {
  return {
    exchange(request, limit) {
      const action = /Action=(\w+)/.exec(request.path)?.[1] ?? '';
      const reach = action === 'SwitchOver' ? 'send' : 'vendor read';
      return process.reach<TransportResult>(
        reach,
        action,
        async (fault) => {
          if (fault !== undefined) armFor(model, fault, action, request);
          if (reach === 'send') witness.arrives(process.name, request, fault);
          return await bare.exchange(request, limit);
        },
        () => new Error('an exchange never throws'),
      );
    },
  };
}

/** The fault is taken by the very next call, which follows without a pause. */
function armFor(model: Model, { fault, amount }: Fault, action: string, request: WireRequest): void {
  const input = inputOf(fault, amount, /"InstanceId":"([^"]+)"/.exec(request.body)?.[1] ?? '');
  if (input === undefined) return;
  const about = { action } as { action: 'SwitchOver' };
  model.arm('instance' in input ? input : ({ ...input, ...about } as FaultInput));
}

function inputOf(fault: Fault['fault'], amount: number, instance: string): FaultInput | undefined {
  switch (fault) {
    case 'throttle':
    case 'server-error':
    case 'hang':
    case 'lose-answer':
    case 'garble-answer':
    case 'internal-error':
      return { fault };
    case 'server-error after executing':
      return { fault: 'server-error', executes: true };
    case 'hang after executing':
      return { fault: 'hang', executes: true };
    case 'execute-late':
      return { fault, after: amount };
    case 'accept-without-executing':
      return { fault, instance };
    case 'fail-shards':
      return { fault, instance, shards: [0, 3, 4] };
    case 'stay-changing':
      return { fault, instance, for: amount };
    default:
      return undefined;
  }
}
