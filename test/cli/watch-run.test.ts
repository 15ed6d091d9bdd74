import { describe, expect, it } from 'vitest';
import type { RunView } from '../../shared/api/view-schema.ts';
import { NoAnswer } from '../../shared/cli/service-refusal.ts';
import { watchRun } from '../../shared/cli/watch-run.ts';
import { makeVirtualClock } from '../engine/virtual-clock.ts';
import { NOW } from './stage.ts';
import { closedView, view } from './views.ts';

const silence = () => new NoAnswer('GET', '/v1/runs/x', new Error('gone'));

async function watched(
  first: RunView,
  read: (look: number) => RunView,
  signal = new AbortController().signal,
) {
  const clock = makeVirtualClock(NOW);
  const seen: { phase: string; after: number }[] = [];
  let looks = 0;
  let ended: 'closed' | unknown;
  const watching = (async () => {
    const reading = async () => {
      looks += 1;
      return read(looks);
    };
    for await (const { phase } of watchRun(first, { read: reading, clock, signal })) {
      seen.push({ phase, after: (clock.now() - NOW) / 1000 });
    }
    ended = 'ended';
  })().catch((error: unknown) => {
    ended = error;
  });
  await clock.runUntil(() => ended !== undefined);
  await watching;
  return { seen, ended };
}

describe('watching a run', () => {
  it('looks each second until it has closed', async () => {
    const { seen } = await watched(view(), (look) => (look < 3 ? view() : closedView()));

    expect(seen.map(({ after }) => after)).toEqual([0, 1, 2, 3]);
    expect(seen.at(-1)?.phase).toBe('CLOSED');
  });

  it('looks at a run that waits for its opening each ten seconds', async () => {
    const startAt = new Date(NOW + 60_000).toISOString();
    const waiting = view({ phase: 'ACCEPTED', request: { ...view().request, startAt } });

    const { seen } = await watched(waiting, (look) => (look < 8 ? waiting : closedView()));

    expect(seen.slice(0, 6).map(({ after }) => after)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it('does not look at one that has closed already', async () => {
    const { seen } = await watched(closedView(), () => {
      throw new Error('looked');
    });

    expect(seen).toHaveLength(1);
  });

  it('bears with a service that is silent for a while', async () => {
    const { seen, ended } = await watched(view(), (look) => {
      if (look < 60) throw silence();
      return closedView();
    });

    expect(ended).toBe('ended');
    expect(seen.at(-1)).toEqual({ phase: 'CLOSED', after: 60 });
  });

  it('counts its silence anew after each answer', async () => {
    const { ended } = await watched(view(), (look) => {
      if (look % 50 !== 0) throw silence();
      return look < 150 ? view() : closedView();
    });

    expect(ended).toBe('ended');
  });

  it('gives up on one that stays silent for a minute', async () => {
    const { ended } = await watched(view(), () => {
      throw silence();
    });

    expect(ended).toBeInstanceOf(NoAnswer);
  });

  it('throws anything else at once', async () => {
    const { seen, ended } = await watched(view(), () => {
      throw new Error('refused');
    });

    expect(ended).toMatchObject({ message: 'refused' });
    expect(seen).toHaveLength(1);
  });

  it('ends at the signal', async () => {
    const { seen, ended } = await watched(view(), () => view(), AbortSignal.abort());

    expect(ended).toBe('ended');
    expect(seen).toHaveLength(1);
  });
});
