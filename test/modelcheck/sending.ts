import { advance } from '../../shared/protocol/advance.ts';
import { keys } from '../../shared/protocol/keys.ts';
import { MARGIN } from '../../shared/protocol/lease.ts';
import type { Write } from '../../shared/store/store.ts';
import { notAfterOf } from '../../shared/switchover/gates/room.ts';
import { fileOf } from './items.ts';
import type { Move } from './moves.ts';
import { once } from './once.ts';
import type { Rules } from './rules.ts';
import type { Setting } from './setting.ts';
import { withWorker } from './worker.ts';
import {
  type Bytes,
  clockOf,
  LIFE,
  REQUEST_TIMEOUT,
  type Sending,
  type State,
  transacted,
  type Worker,
} from './world.ts';

type Signed = Extract<Worker, { at: 'signed' }>;
type Later = Extract<Worker, Sending>;

const sendOf = ({ run, batch, attempt }: Bytes) => `run ${run}, batch ${batch}, attempt ${attempt}`;

/** The claim of each send that the conditions let through; heard, or not heard. */
export function claimsOfSend(
  setting: Setting,
  rules: Rules,
  state: State,
  signed: Signed,
  index: number,
): readonly Move[] {
  const moves: Move[] = [];
  for (const { batch, pins } of fileOf(state, signed.run.runId).pins) {
    const targets = pins.map((one) => one.target);
    for (let attempt = 1; attempt <= (setting.throttles ? 2 : 1); attempt += 1) {
      moves.push(...claimOfSend(setting, rules, state, signed, index, { batch, attempt, targets }));
    }
  }
  return moves;
}

function claimOfSend(
  setting: Setting,
  rules: Rules,
  state: State,
  { run, expiresAt }: Signed,
  index: number,
  send: Pick<Bytes, 'batch' | 'attempt' | 'targets'>,
): readonly Move[] {
  const now = clockOf(setting, state, index);
  const by = `worker ${index + 1}, signed until ${expiresAt}`;
  const event = { kind: 'SENDING', at: now, by: 'model', detail: {} };
  const given = { ...send, by, now, event, lifeEndsAt: expiresAt, last: undefined };
  const words = `send ${send.batch} ${send.attempt} ${send.targets} ${by} ${now}`;
  const { writes, after } = once(rules, run, words, () => rules.claimSend(run, given));
  const lapsed = (state.promised[run.runId] ?? 0) <= state.now;
  const bytes: Bytes = { run: run.runId, ...send, expiresAt, lapsed, passed: undefined };
  const me = `worker ${index + 1}`;
  const claimed = transacted(
    rules,
    withWorker(state, index, { at: 'claimed', bytes, run: after, by }),
    writes,
  );
  const moves: Move[] = [];
  if (claimed) moves.push({ what: `${me} claims the send of ${sendOf(bytes)}`, next: claimed });
  if (!setting.losesClaims) return moves;
  const lost = withWorker(state, index, { at: 'unsure', bytes, run, by });
  const what = `${me} asks for the send of ${sendOf(bytes)} and hears nothing`;
  moves.push({ what: `${what}: the claim was lost`, next: lost });
  const unheard = transacted(rules, lost, writes);
  if (unheard) moves.push({ what: `${what}: the claim was committed`, next: unheard });
  return moves;
}

/** What a worker does that has claimed a send, or may have. */
export function sendingMoves(
  setting: Setting,
  rules: Rules,
  state: State,
  worker: Later,
  index: number,
): readonly Move[] {
  const me = `worker ${index + 1}`;
  const { bytes, run, by } = worker;
  const rest = withWorker(state, index, { at: 'idle' });
  switch (worker.at) {
    case 'unsure': {
      // It has sent nothing. Whatever it marks must be its own.
      const next = transacted(rules, rest, [notSent(rules, worker)]) ?? rest;
      return [{ what: `${me} marks the send of ${sendOf(bytes)} as its own and not sent`, next }];
    }
    case 'claimed':
      return [lastLook(setting, rules, state, worker, index)];
    case 'looked': {
      const sent = withWorker(state, index, { ...worker, at: 'sent' });
      const next = { ...sent, underWay: [...state.underWay, bytes] };
      return [{ what: `${me} sends batch ${bytes.batch} of run ${bytes.run}`, next }];
    }
    case 'sent': {
      const next = withWorker(state, index, { ...worker, at: 'answered', answer: 'ambiguous' });
      return [{ what: `${me} gives up waiting for the answer`, next }];
    }
    case 'answered': {
      const now = clockOf(setting, state, index);
      const [whole, alone] = once(
        rules,
        run,
        `answer ${bytes.batch} ${bytes.attempt} ${worker.answer} ${now} ${by}`,
        () => {
          const { writes } = rules.recordAnswer(run, { ...bytes, by }, { kind: worker.answer }, now);
          return [writes, writes.slice(1)] as const;
        },
      );
      const next = transacted(rules, rest, whole) ?? transacted(rules, rest, alone) ?? rest;
      return [{ what: `${me} writes the answer of run ${bytes.run}: ${worker.answer}`, next }];
    }
  }
}

const notSent = (rules: Rules, { bytes, by }: Sending): Write =>
  rules.markNotSent(by, keys.send(bytes.run, bytes.batch, bytes.attempt), 'LAST_LOOK');

/** Record, stop, clock; then the bytes leave, or the send is marked as never sent. */
function lastLook(setting: Setting, rules: Rules, state: State, worker: Later, index: number): Move {
  const { bytes, run } = worker;
  const present = fileOf(state, bytes.run).run;
  const now = clockOf(setting, state, index);
  const late = rules.tooLateToSend({
    ...{ now, lifeEndsAt: bytes.expiresAt, life: LIFE, requestTimeout: REQUEST_TIMEOUT },
    notAfterAt: notAfterOf(now, run.opening, [], MARGIN),
  });
  const me = `worker ${index + 1} takes the last look for run ${bytes.run}`;
  const stopped = state.stopped && rules.heedsStops;
  if (rules.isStillSending(present, run) && !stopped && late === undefined) {
    const looked = {
      ...worker,
      at: 'looked',
      bytes: { ...bytes, passed: passedBy(state, present) },
    } as const;
    return { what: `${me}: go`, next: withWorker(state, index, looked) };
  }
  const rest = withWorker(state, index, { at: 'idle' });
  const mark = notSent(rules, worker);
  const decision = { code: 'LAST_LOOK_TOO_LATE', data: { latestAt: 0 } };
  const refusal = { answer: 'no', reason: 'WINDOW', decision } as const;
  const noted = transacted(rules, rest, [advance(run, { refusal }), mark]);
  return { what: `${me}: not sent`, next: noted ?? transacted(rules, rest, [mark]) ?? rest };
}

function passedBy({ stopped }: State, present: { outcome?: string | undefined }): string | undefined {
  if (present.outcome !== undefined) return `the run was closed as ${present.outcome}`;
  return stopped ? 'the stop' : undefined;
}
