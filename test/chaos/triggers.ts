import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import type { ServiceProcess } from '../e2e/running.ts';
import type { Violation } from './judge.ts';
import type { Newcomer } from './schedule.ts';

/** How often each answer came, by what was asked. `cut`: the service was killed before it answered. */
export type Answers = ReadonlyMap<string, number>;

/** Asks for runs over HTTP and minds what the service promised. */
export interface Triggers {
  /** All that is asked of one newcomer: twice at one instant, with another body, by a rival, to be cancelled. */
  ask(service: ServiceProcess, newcomer: Newcomer): Promise<void>;
  /** The same keys again, the latest that were accepted first. */
  again(service: ServiceProcess, count: number): Promise<void>;
  /** The runs that the service said it had accepted. */
  accepted(): readonly string[];
  answers(): Answers;
}

/** What may be answered to each question. A rival comes too late or is one of two; a run that was sent is not cancelled. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'same key at once': ['202', 'cut'],
  'same key again': ['202', 'cut'],
  'same key, other body': ['422', 'cut'],
  'other key, same instance': ['202', '409', 'cut'],
  cancel: ['200', '409', 'cut'],
};

/** `violations` gets every answer that may not be. */
export function makeTriggers(violations: Violation[]): Triggers {
  const accepted = new Map<string, string>();
  const answers = new Map<string, number>();

  async function note(
    question: string,
    instance: string,
    asked: Promise<Response>,
  ): Promise<Response | 'cut'> {
    const answer = await asked.catch(cutOff);
    const label = answer === 'cut' ? 'cut' : String(answer.status);
    const line = `${question}: ${label}`;
    answers.set(line, (answers.get(line) ?? 0) + 1);
    if (!ALLOWED[question]?.includes(label)) {
      const text = answer === 'cut' ? '' : await answer.text().catch(String);
      violations.push({ instance, wrong: `${line} ${text}` });
    }
    return answer;
  }

  /** A run that was accepted is the run of its key, and is there from now on. */
  function mind(key: string, instance: string, answer: Response | 'cut'): boolean {
    if (answer === 'cut' || answer.status !== 202) return false;
    const location = answer.headers.get('location');
    const runId = runIdOfRequest('practice', key);
    if (location !== `/v1/runs/${runId}`) violations.push({ instance, wrong: `key ${key} is ${location}` });
    accepted.set(key, instance);
    return true;
  }

  return {
    async ask(service, { instance, rival, cancelled }) {
      const key = `key-of-${instance}`;
      const post = (question: string, one: string, reason = 'chaos') =>
        note(question, instance, service.start(one, { instance, reason }));
      const first = await Promise.all([
        post('same key at once', key),
        post('same key at once', key),
        ...(rival ? [post('other key, same instance', `rival-of-${instance}`)] : []),
      ]);
      const [one, two, third] = first;
      const isThere = [one, two].map((answer) => mind(key, instance, answer ?? 'cut')).includes(true);
      if (third !== undefined) mind(`rival-of-${instance}`, instance, third);
      if (!isThere) return;
      await post('same key, other body', key, 'another reason');
      if (cancelled) {
        const route = `/v1/runs/${runIdOfRequest('practice', key)}/cancel`;
        const body = JSON.stringify({ reason: 'chaos' });
        await note('cancel', instance, service.ask(route, { method: 'POST', body }));
      }
    },
    async again(service, count) {
      const latest = [...accepted].slice(-count);
      await Promise.all(
        latest.map(async ([key, instance]) => {
          const asked = service.start(key, { instance, reason: 'chaos' });
          mind(key, instance, await note('same key again', instance, asked));
        }),
      );
    },
    accepted: () => [...accepted.keys()].map((key) => runIdOfRequest('practice', key)),
    answers: () => answers,
  };
}

/** What fetch throws when the other side is gone. Anything else is a fault of this program. */
function cutOff(error: unknown): 'cut' {
  if (error instanceof TypeError && error.message === 'fetch failed') return 'cut';
  throw error;
}
