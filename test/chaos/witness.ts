import * as z from 'zod';
import type { Executed } from '../../shared/local-volcengine/log.ts';
import { makeCountdown } from './countdown.ts';
import type { Truth } from './judge.ts';

const executedSchema = z.object({
  effect: z.enum(['SwitchOver', 'Failover']),
  at: z.number(),
  instanceId: z.string(),
  nodeIds: z.array(z.string()),
  clientToken: z.string(),
  requestId: z.string(),
});
const answeredSchema = z.object({
  action: z.string(),
  requestId: z.string(),
  instanceId: z.string().optional(),
});

/** Listens to the endpoint's two logs, line by line. */
export interface Witness {
  hear(line: string): void;
  truth(): Truth;
  /** Resolves when that many more SwitchOvers have reached the endpoint. */
  calls(more: number): Promise<void>;
  /** The lines that speak of an instance. */
  linesOf(instance: string): readonly string[];
}

export function makeWitness(): Witness {
  const executed: Executed[] = [];
  const requests = new Map<string, string>();
  const lines: { readonly instance: string; readonly line: string }[] = [];
  const countdown = makeCountdown();
  /** A call is known by its request, when it is executed or when it is answered, whichever is first. */
  const met = (requestId: string, instance: string) => {
    if (!requests.has(requestId)) countdown.happened();
    requests.set(requestId, instance);
  };
  return {
    hear(line) {
      const entry: Record<string, unknown> = JSON.parse(line);
      if ('executed' in entry) {
        const one = executedSchema.parse(entry.executed);
        executed.push(one);
        met(one.requestId, one.instanceId);
        lines.push({ instance: one.instanceId, line });
      } else if ('answered' in entry) {
        const { action, requestId, instanceId = '' } = answeredSchema.parse(entry.answered);
        if (action === 'SwitchOver') met(requestId, instanceId);
        lines.push({ instance: instanceId, line });
      }
    },
    truth() {
      const calls = new Map<string, number>();
      for (const instance of requests.values()) calls.set(instance, (calls.get(instance) ?? 0) + 1);
      return { executed: [...executed], calls };
    },
    calls: countdown.more,
    linesOf: (instance) => lines.filter((one) => one.instance === instance).map(({ line }) => line),
  };
}
