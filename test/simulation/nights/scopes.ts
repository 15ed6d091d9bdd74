import type { Seen } from './seen.ts';
import type { Arrival } from './witness.ts';

/** Whether a stop of that scope halts what arrived. */
export function isInstanceIn(scope: string, { runId, instanceId }: Arrival, seen: Seen): boolean {
  if (scope === 'everything') return true;
  if (scope === `instance:cn-beijing/${instanceId}`) return true;
  const run = seen.story.get(runId)?.run;
  return run !== undefined && (scope === `account:${run.account}` || scope === `rule:${run.rule}`);
}
