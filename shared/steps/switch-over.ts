import type { Plan } from '../plan/plan.ts';
import type { Run } from '../protocol/run.ts';
import { MOST_ATTEMPTS } from '../protocol/send.ts';
import { whatTo } from '../switchover/phases.ts';
import { type Milliseconds, SECOND } from '../time/clock.ts';
import type { Answer } from '../volcengine/redis.ts';
import { LONGEST_READ } from './facts.ts';
import { readOfRun } from './input.ts';
import { sendNextBatch, timeOfSend } from './next-batch.ts';
import { planVersion } from './plan-in-force.ts';
import type { Frame, Ports } from './ports.ts';
import { rehearse } from './rehearse.ts';
import { openRun } from './run-file.ts';

/** Left of an invocation for one more attempt besides the time of its last read and its send: its other reads. */
const READING: Milliseconds = 5 * SECOND;

/** Longest wait between two attempts of a throttled batch. */
const LONGEST_BACKOFF: Milliseconds = 15 * SECOND;

/**
 * Chooses, pins and sends the next batch, at most once (PROTOCOL, Phases, Send). PollStatus always comes next.
 *
 * Only an answer that is known not to have executed (throttled) is followed by another attempt of the same batch, under
 * the same token, on fresh gates, at most three in all. In SENDING nothing is sent: the invocation that died there may
 * have sent already.
 */
export function makeSwitchOver(ports: Ports) {
  return async (input: unknown, frame: Frame): Promise<{ runId: string }> => {
    const { runId, execution } = readOfRun('SwitchOver', input);
    for (;;) {
      const file = await openRun(ports.store, runId);
      if (file.run.executor !== execution) return { runId };
      const plan = await planVersion(ports.store, file.run.plan);
      const answer = await act(ports, file, plan, frame);
      if (answer?.kind !== 'throttled') return { runId };
      const attempts = file.sends.filter((send) => send.batch === file.run.verified + 1).length + 1;
      const wait = backoff(ports.random(), attempts, answer);
      const needed = READING + LONGEST_READ + timeOfSend(ports.settings);
      if (attempts >= MOST_ATTEMPTS || frame.remaining() < wait + needed) return { runId };
      await ports.clock.sleepUntil(ports.clock.now() + wait);
    }
  };
}

async function act(
  ports: Ports,
  file: Awaited<ReturnType<typeof openRun>>,
  plan: Plan,
  frame: Frame,
): Promise<Answer | undefined> {
  switch (whatTo('SwitchOver', file.run.phase)) {
    case 'evaluate, choose, close':
      if (isRehearsal(file.run)) await rehearse(ports, file, plan);
      return undefined;
    case 'pin, then send':
    case 'send':
    case 'next batch, or on to PollStatus':
      return await sendNextBatch(ports, file, plan, frame);
    default:
      return undefined;
  }
}

/** Only these may be here without a claim. A run in `switch` mode that is not claimed never gets past this. */
const isRehearsal = (run: Run): boolean => run.mode !== 'switch';

/** Full jitter over a doubling second, or what the vendor asked for, never longer than the longest. */
function backoff(random: number, attempt: number, answer: Answer): Milliseconds {
  const asked = Math.max(0, answer.retryAfterSeconds ?? 0) * SECOND;
  const own = Math.round(random * 2 ** attempt * SECOND);
  return Math.min(Math.max(asked, own), LONGEST_BACKOFF);
}
