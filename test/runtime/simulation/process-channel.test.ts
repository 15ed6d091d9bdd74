import { describe, expect, it } from 'vitest';
import type { Message } from '../../../shared/notify/channel.ts';
import { makeChance } from '../../../shared/runtime/simulation/chance.ts';
import { type FaultName, makeScriptedFaults } from '../../../shared/runtime/simulation/faults.ts';
import { makeProcessChannel, type Tried } from '../../../shared/runtime/simulation/process-channel.ts';
import { SimulatedProcess } from '../../../shared/runtime/simulation/simulated-process.ts';
import { makeTimeline } from '../../../shared/runtime/simulation/timeline.ts';
import { HOUR, MINUTE } from '../../../shared/time/clock.ts';

const START = Date.parse('2026-11-23T18:00:00Z');
const MESSAGE: Message = { id: 'run/trouble', kind: 'trouble', title: 'Trouble', paragraphs: [], data: {} };
const TAKEN: Tried = { channel: 'wecom', id: MESSAGE.id, delivery: { delivered: true } };
const FAILED = { delivered: false, permanent: false };

/** What one try comes to that meets this fault, and what reached the channel. */
async function tryWith(name?: FaultName) {
  const timeline = makeTimeline(START);
  const script =
    name === undefined ? [] : [{ io: 1, reach: 'message', fault: name, amount: MINUTE } as const];
  const around = {
    timeline,
    faults: makeScriptedFaults(script),
    chance: makeChance(1),
    tell: () => undefined,
    underWay: 0,
    struck: () => undefined,
  };
  const process = new SimulatedProcess('settle', around, { offset: 0, rate: 0, most: 0 });
  const reached: Tried[] = [];
  let end: unknown = 'never ended';
  const channel = makeProcessChannel(process, 'wecom', (tried) => void reached.push(tried));
  void channel.send(MESSAGE).then((delivery) => {
    end = delivery;
  });
  await timeline.run(START + HOUR);
  return { end, reached };
}

describe('a simulated channel', () => {
  it('takes a message, and paces a bot but not a log', async () => {
    expect(await tryWith()).toEqual({ end: { delivered: true }, reached: [TAKEN] });
    const paceOf = (kind: 'wecom' | 'log') =>
      makeProcessChannel({} as SimulatedProcess, kind, () => undefined).pace;
    expect(paceOf('wecom')).toEqual([{ count: 10, per: MINUTE }]);
    expect(paceOf('log')).toEqual([]);
  });

  it.each([
    ['unavailable', { ...FAILED, code: 'CONNECTION_REFUSED' }],
    ['hang', { ...FAILED, code: 'TIMEOUT' }],
    ['crash before', 'never ended'],
  ] as const)('that meets "%s" takes nothing', async (name, end) => {
    expect(await tryWith(name)).toEqual({ end, reached: [] });
  });

  it.each([
    ['lost answer', { ...FAILED, code: 'CONNECTION_CUT' }],
    ['crash after', 'never ended'],
  ] as const)('that meets "%s" has taken it, and nobody knows', async (name, end) => {
    expect(await tryWith(name)).toEqual({ end, reached: [TAKEN] });
  });

  it('that has too much turns it away, and says for how long', async () => {
    const delivery = { ...FAILED, code: 'THROTTLED', retryAfterSeconds: 60 };

    expect(await tryWith('throttle')).toEqual({ end: delivery, reached: [{ ...TAKEN, delivery }] });
  });
});
