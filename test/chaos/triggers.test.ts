import { describe, expect, it } from 'vitest';
import { runIdOfRequest } from '../../shared/protocol/identity.ts';
import type { ServiceProcess } from '../e2e/running.ts';
import type { Violation } from './judge.ts';
import { makeTriggers } from './triggers.ts';

const newcomer = { instance: 'redis-a', shards: 1, at: 0, faults: [], rival: false, cancelled: true };
const itsRun = `/v1/runs/${runIdOfRequest('practice', 'key-of-redis-a')}`;

const accepted = (location = itsRun) => new Response(null, { status: 202, headers: { location } });
const refused = (status: number) => new Response('{}', { status });

/** A service that answers as it is told: to a start by its reason, to anything else with 200. */
function serviceThat(answer: (reason: string) => Response | Error): ServiceProcess {
  const ended = Promise.resolve({ exit: 0, stdout: '', stderr: '' });
  return {
    program: { pid: 0, ended, said: () => '', signal: () => undefined, line: async () => ({}) },
    resumed: [],
    ask: async () => refused(200),
    run: async () => ({}),
    start: async (_key, body) => {
      const given = answer(String(body?.reason));
      if (given instanceof Error) throw given;
      return given;
    },
  };
}

async function asked(answer: (reason: string) => Response | Error) {
  const violations: Violation[] = [];
  const triggers = makeTriggers(violations);
  await triggers.ask(serviceThat(answer), newcomer);
  return { triggers, wrongs: violations.map(({ wrong }) => wrong) };
}

describe('duplicate triggers', () => {
  it('that are all answered as promised', async () => {
    const { triggers, wrongs } = await asked((reason) => (reason === 'chaos' ? accepted() : refused(422)));

    expect(wrongs).toEqual([]);
    expect(triggers.accepted()).toEqual([itsRun.slice('/v1/runs/'.length)]);
    expect(Object.fromEntries(triggers.answers())).toEqual({
      'same key at once: 202': 2,
      'same key, other body: 422': 1,
      'cancel: 200': 1,
    });
  });

  it('that a kill cuts off are nobody’s fault, and promise nothing', async () => {
    const { triggers, wrongs } = await asked(() => new TypeError('fetch failed'));

    expect(wrongs).toEqual([]);
    expect(triggers.accepted()).toEqual([]);
  });

  it.each<[string, (reason: string) => Response]>([
    ['same key, other body: 202', () => accepted()],
    ['same key at once: 404', () => refused(404)],
    [
      'key key-of-redis-a is /v1/runs/another',
      (reason) => (reason === 'chaos' ? accepted('/v1/runs/another') : refused(422)),
    ],
  ])('that are answered otherwise are violations: %s', async (wrong, answer) => {
    expect((await asked(answer)).wrongs.join()).toContain(wrong);
  });
});
