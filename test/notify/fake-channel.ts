import type { Channel, Delivery, Message } from '../../shared/notify/channel.ts';

/** What arrived at one channel of one entry. */
export interface Arrived {
  readonly entry: string;
  readonly kind: string;
  readonly message: Message;
}

/** Channels in this process: they keep what arrives, and answer as the test wants. */
export interface FakeChannels {
  readonly arrived: readonly Arrived[];
  /** How often each was tried, arrived or not. */
  readonly tried: readonly Arrived[];
  /** From now on each try is answered so; `undefined` delivers. */
  answer(how: (tried: Arrived) => Delivery | undefined | Promise<Delivery | undefined>): void;
  readonly channel: (entry: string, named: { readonly kind: string }) => Channel;
}

export function makeFakeChannels(pace: Channel['pace'] = []): FakeChannels {
  const arrived: Arrived[] = [];
  const tried: Arrived[] = [];
  let answer: Parameters<FakeChannels['answer']>[0] = () => undefined;
  return {
    arrived,
    tried,
    answer(how) {
      answer = how;
    },
    channel: (entry, { kind }) => ({
      pace,
      async send(message) {
        const one = { entry, kind, message };
        tried.push(one);
        const answered = (await answer(one)) ?? { delivered: true };
        if (answered.delivered) arrived.push(one);
        return answered;
      },
    }),
  };
}
