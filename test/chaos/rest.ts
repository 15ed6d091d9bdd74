import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { seedFrom } from '../../shared/local-volcengine/seed.ts';
import { clientOf } from '../../shared/runtime/practice-endpoint.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { isPrimary } from '../../shared/switchover/topology.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { type ServiceProcess, serviceOf } from '../e2e/running.ts';
import { type Campaign, readAndJudge, startService } from './campaign.ts';
import { instancesOf, seedText } from './estate.ts';
import { searchForSecrets } from './secrets.ts';

/** A signature's life, the margin and the longest change, then two looks a settle apart in passes of a minute: 14. */
const LONGEST_REST = 20 * MINUTE;

/** By then settle has started what was never started. What has not begun will not in this opening: see `cancelWaiting`. */
const CANCEL_AFTER = 3 * MINUTE;

const openSchema = z.object({
  id: z.string(),
  phase: z.string(),
  outcome: z.string().optional(),
  hold: z.boolean(),
});
const pageSchema = z.object({
  runs: z.array(openSchema),
  next: z.string().optional(),
});

/**
 * Lets what is still open come to rest in a service that nobody kills, asks every key once more, ends it as a person
 * would, and judges all of it: now the roles too have to say what the records say.
 */
export async function comeToRest(campaign: Campaign, progress: (open: number) => void): Promise<void> {
  const { tally, triggers, folder } = campaign;
  const program = startService(campaign);
  const service = await serviceOf(program, folder);
  await triggers.again(service, triggers.accepted().length);
  const from = Date.now();
  for (let open = await openRuns(service); open.length > 0; open = await openRuns(service)) {
    if (Date.now() > from + LONGEST_REST) break;
    if (Date.now() > from + CANCEL_AFTER) await cancelWaiting(campaign, service, open);
    progress(open.length);
    await pause(10 * SECOND);
  }
  program.signal('SIGTERM');
  const { exit, stdout, stderr } = await program.ended;
  searchForSecrets(campaign, [stdout, stderr, campaign.endpoint.program.said()]);
  if (exit !== 0) tally.violations.push({ wrong: `told to end, the service ended with ${exit}: ${stderr}` });
  const executed = await campaign.endpoint.executed();
  const truth = { ...campaign.witness.truth(), primaries: await primariesOf(campaign) };
  if (truth.executed.length !== executed.length)
    tally.violations.push({ wrong: `${executed.length} effects, and ${truth.executed.length} were seen` });
  await readAndJudge(campaign, true, truth);
  tally.violations.push(...leftOver(campaign));
}

type Open = z.infer<typeof openSchema>;

/** Runs that are open, not told or not settled. What only a person can free is not waited for. */
async function openRuns(service: ServiceProcess): Promise<readonly Open[]> {
  const open: Open[] = [];
  let after: string | undefined;
  do {
    const answer = await service.ask(
      `/v1/runs?attention=true${after === undefined ? '' : `&after=${after}`}`,
    );
    const page = pageSchema.parse(await answer.json());
    open.push(...page.runs.filter(({ outcome, hold }) => outcome !== 'PARTIAL' || !hold));
    after = page.next;
  } while (after !== undefined);
  return open;
}

/**
 * Cancels what waits for the end of the opening, which is hours away: a rival for the cool-down (WAITING), and a run whose
 * execution the engine gave up because its process was killed in four invocations of its first step (ACCEPTED).
 */
async function cancelWaiting({ tally }: Campaign, service: ServiceProcess, open: readonly Open[]) {
  for (const { id, phase } of open.filter((run) => run.phase === 'WAITING' || run.phase === 'ACCEPTED')) {
    const body = JSON.stringify({ reason: 'the campaign is over' });
    const { status } = await service.ask(`/v1/runs/${id}/cancel`, { method: 'POST', body });
    if (status === 200) tally.cancelled.set(phase, (tally.cancelled.get(phase) ?? 0) + 1);
  }
}

async function primariesOf({ schedule, endpoint }: Campaign): Promise<ReadonlySet<string>> {
  const seed = seedFrom(JSON.parse(seedText(schedule)));
  const client = clientOf(seed, endpoint.url, systemClock, Math.random);
  const primaries = new Set<string>();
  try {
    for (const { instance } of instancesOf(schedule))
      for (const { nodes } of await client.describeShards(instance))
        for (const node of nodes.filter(isPrimary)) primaries.add(node.nodeId);
  } finally {
    await client.close();
  }
  return primaries;
}

/** Places that are still taken, and occurrences that have not exactly one run. */
function leftOver({ reading, schedule }: Campaign) {
  const stories = [...(reading?.stories.values() ?? [])];
  const taken = (reading?.slots ?? []).map((runId) => ({
    runId,
    wrong: 'it kept its place among those at once',
  }));
  const missed = schedule.due.flatMap(({ instance }) => {
    const runs = stories.filter(
      ({ run }) => run.trigger.source === 'due' && run.instance.endsWith(`/${instance}`),
    );
    return runs.length === 1 ? [] : [{ instance, wrong: `its occurrence has ${runs.length} runs` }];
  });
  return [...taken, ...missed];
}
