import { describe, expect, it } from 'vitest';
import { keepClosed, waitForPlace } from '../../shared/steps/keep-pace.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { makeFakeChannels } from '../notify/fake-channel.ts';
import { makeRig, NIGHT, type RigOptions } from './rig.ts';

const BOT = { kind: 'feishu', name: 'bot' } as const;
const PACE = [
  { count: 3, per: MINUTE },
  { count: 2, per: SECOND },
];
const { channel } = makeFakeChannels(PACE);

describe('who tells', () => {
  it('waits a moment for a place, which all processes share', async () => {
    const rig = await makeRig();
    const ask = () => waitForPlace(rig.ports, BOT, channel('dba', BOT));
    const answers = await rig.driven(Promise.all([ask(), ask(), ask()]));

    expect(answers).toEqual([undefined, undefined, undefined]);
    expect(rig.clock.now() - NIGHT).toBe(1.5 * SECOND);
  });

  it('leaves a longer wait to a later look, spread over a second', async () => {
    const rig = await makeRig();
    const ask = () => waitForPlace(rig.ports, BOT, channel('dba', BOT));
    for (let n = 0; n < 3; n += 1) await rig.driven(ask());
    expect(await rig.driven(ask())).toBe(NIGHT + MINUTE + SECOND / 2);
  });

  it('does not try a channel that is closed', async () => {
    const rig = await makeRig();
    await keepClosed(rig.ports, BOT, NIGHT + 10 * MINUTE);
    expect(await waitForPlace(rig.ports, BOT, channel('sre', BOT))).toBe(NIGHT + 10 * MINUTE + SECOND / 2);
    expect(await waitForPlace(rig.ports, { ...BOT, name: 'another' }, channel('sre', BOT))).toBeUndefined();
  });
});

describe('who found a channel closed', () => {
  it('notes it also where somebody else writes its record in the same moment', async () => {
    const rig = await makeRig();
    let meanwhile = 2;
    const store: typeof rig.store = {
      ...rig.store,
      async transact(writes) {
        meanwhile -= 1;
        if (meanwhile >= 0)
          await waitForPlace(
            rig.ports,
            BOT,
            makeFakeChannels([{ count: 9, per: MINUTE }]).channel('dba', BOT),
          );
        return await rig.store.transact(writes);
      },
    };
    await keepClosed({ ...rig.ports, store }, BOT, NIGHT + 10 * MINUTE);
    expect(await waitForPlace(rig.ports, BOT, channel('sre', BOT))).toBe(NIGHT + 10 * MINUTE + SECOND / 2);
  });

  it('leaves it closed for as long as somebody else found it to be', async () => {
    const rig = await makeRig();
    await keepClosed(rig.ports, BOT, NIGHT + 10 * MINUTE);
    await keepClosed(rig.ports, BOT, NIGHT + MINUTE);
    expect(await waitForPlace(rig.ports, BOT, channel('sre', BOT))).toBe(NIGHT + 10 * MINUTE + SECOND / 2);
  });
});

describe('a channel that did not take a message', () => {
  it('is left alone by the messages of other runs too, and then gets them all', async () => {
    const people = makeFakeChannels([{ count: 100, per: MINUTE }]);
    const options: RigOptions = {
      people,
      plan: (plan) => ({ ...plan, limits: { atOnce: 9, stopAfter: 9 }, notify: { dba: { feishu: 'bot' } } }),
    };
    const rig = await makeRig(options);
    people.answer(() => ({
      delivered: false,
      code: 'THROTTLED',
      permanent: false,
      retryAfterSeconds: 3_600,
    }));
    rig.model.arm({ fault: 'accept-without-executing', times: 9 });
    await rig.ran();
    await rig.ran({ key: 'key-2', instance: 'redis-cn0000000000000012' });
    expect(people.tried).toHaveLength(1);

    people.answer(() => undefined);
    await rig.minutes(90);
    expect(people.arrived).toHaveLength(2);
  });
});
