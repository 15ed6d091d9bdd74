import type { Account } from '../plan/plan.ts';
import { advance } from '../protocol/advance.ts';
import { keys } from '../protocol/keys.ts';
import { renewLease } from '../protocol/lease.ts';
import type { PinnedBatch } from '../protocol/pins.ts';
import { instanceOf, type Run } from '../protocol/run.ts';
import { claimSend, markNotSent, recordAnswer } from '../protocol/send.ts';
import { SECOND } from '../time/clock.ts';
import type { Answer, PreparedSwitchOver } from '../volcengine/redis.ts';
import { type LastLookRefusal, lastLook } from './last-look.ts';
import type { Ports } from './ports.ts';
import { lastEvent } from './run-file.ts';

/** One attempt to send one batch. `targets` are the pinned nodes that were not on target yet at the first attempt. */
export interface Attempt {
  readonly run: Run;
  readonly account: Account;
  readonly pinned: PinnedBatch;
  readonly attempt: number;
  readonly targets: readonly string[];
}

/**
 * What came of an attempt. `lease lost`: nothing was sent and the run may not go on. `taken`: somebody else has claimed
 * this send, so it is theirs. `not sent`: the last look said no.
 */
export type AttemptResult =
  | { readonly what: 'lease lost' | 'taken' | 'not sent' }
  | { readonly what: 'answered'; readonly answer: Answer; readonly run: Run };

/**
 * Sends one batch at most once: renew, sign, claim, last look, send, write the answer (PROTOCOL, Send 2–7).
 *
 * The bytes are signed before the claim, never again: their signature's life is the request's not-after, however long this
 * process is paused. Nothing here is ever tried again.
 */
export async function attemptSend(ports: Ports, attempt: Attempt): Promise<AttemptResult> {
  const { store, clock, settings } = ports;
  const { run, pinned } = attempt;
  const renewed = await store.transact([renewLease(run, clock.now(), settings.signatureLife)]);
  if (!renewed.committed) return { what: 'lease lost' };

  const prepared = await sign(ports, attempt);
  const by = ports.unique();
  const now = clock.now();
  const claim = claimSend(run, {
    batch: pinned.batch,
    attempt: attempt.attempt,
    by,
    targets: attempt.targets,
    lifeEndsAt: prepared.expiresAt,
    now,
    last: await lastEvent(store, run),
    event: {
      kind: 'SENDING',
      at: now,
      by: run.executor ?? '',
      detail: {
        batch: pinned.batch,
        attempt: attempt.attempt,
        targets: attempt.targets,
        lifeEndsAt: prepared.expiresAt,
      },
    },
  });
  const claimed = await store.transact(claim.writes);
  if (!claimed.committed) return { what: 'taken' };

  const send = { batch: pinned.batch, attempt: attempt.attempt, by };
  const refused = await lastLook(ports, claim.after, prepared.expiresAt);
  if (refused !== undefined) {
    await unsend(ports, claim.after, send, refused);
    return { what: 'not sent' };
  }
  const answer = await ports.redis(attempt.account).sendSwitchOver(prepared);
  const { kind, code, requestId } = answer;
  const sent = { batch: send.batch, attempt: send.attempt, nodes: attempt.targets.length };
  ports.log.info({
    runId: run.runId,
    what: 'sent',
    data: { ...sent, answer: kind, answerCode: code, requestId },
  });
  return { what: 'answered', answer, run: await writeAnswer(ports, claim.after, send, answer) };
}

/** The send item says NOT_SENT even when the run has moved on; the run learns the reason only while it has not. */
async function unsend(
  ports: Ports,
  run: Run,
  send: { batch: number; attempt: number; by: string },
  refusal: LastLookRefusal,
): Promise<void> {
  const mark = markNotSent(send.by, keys.send(run.runId, send.batch, send.attempt), refusal.decision.code);
  const written = await ports.store.transact([advance(run, { refusal }), mark]);
  if (!written.committed) await ports.store.transact([mark]);
  ports.log.warn({ runId: run.runId, what: 'claimed but not sent', ...refusal.decision });
}

async function sign(ports: Ports, { run, account, pinned, targets }: Attempt): Promise<PreparedSwitchOver> {
  return await ports.redis(account).prepareSwitchOver({
    instanceId: instanceOf(run).instanceId,
    targetNodeIds: targets,
    clientToken: pinned.clientToken,
    signedAt: ports.clock.now(),
    lifeSeconds: Math.floor(ports.settings.signatureLife / SECOND),
  });
}

/**
 * The answer is evidence, so it is written even when the run went on without this process: then on the send alone.
 * A run that moved on had taken the send for ambiguous, and stays with that.
 */
async function writeAnswer(
  ports: Ports,
  run: Run,
  send: { batch: number; attempt: number; by: string },
  answer: Answer,
): Promise<Run> {
  const now = ports.clock.now();
  const { writes, after } = recordAnswer(run, send, answer, now);
  const written = await ports.store.transact(writes);
  if (written.committed) return after;
  await ports.store.transact(writes.slice(1));
  ports.log.warn({
    runId: run.runId,
    what: 'the answer came after the run had moved on',
    data: { kind: answer.kind },
  });
  return run;
}
