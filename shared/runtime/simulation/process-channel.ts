import type { Channel, Delivery, Pace } from '../../notify/channel.ts';
import type { ChannelKind } from '../../plan/notify.ts';
import { MINUTE, SECOND } from '../../time/clock.ts';
import type { Fault } from './faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** A message at the door of a channel: taken by it, or turned away and asked to come back not sooner than `retryAfterSeconds`. */
export interface Tried {
  readonly channel: ChannelKind;
  /** The message's own: the same for every try. */
  readonly id: string;
  readonly delivery: Delivery;
}

/** How long a request waits for an answer that does not come. */
const TIMEOUT = 10 * SECOND;

/** As the group bots have it; a line of a log needs none. */
const BOT_PACE: readonly Pace[] = [{ count: 10, per: MINUTE }];

/**
 * One way to people, as one process meets it: a try may be held up, refused, turned away for a while, not answered, answered
 * in vain, or the last thing that its process does.
 */
export function makeProcessChannel(
  process: SimulatedProcess,
  channel: ChannelKind,
  tried: (tried: Tried) => void,
): Channel {
  const reaches = (id: string, delivery: Delivery): Delivery => {
    tried({ channel, id, delivery });
    return delivery;
  };
  return {
    pace: channel === 'log' ? [] : BOT_PACE,
    async send({ id }) {
      const perform = async (fault: Fault | undefined): Promise<Delivery> => {
        if (fault?.fault === 'throttle') return reaches(id, throttled(fault));
        if (fault?.fault !== 'hang') return reaches(id, { delivered: true });
        await process.clock.sleepUntil(process.clock.now() + TIMEOUT);
        return { delivered: false, code: 'TIMEOUT', permanent: false };
      };
      const lost = ({ fault }: Fault) =>
        new Unanswered(fault === 'unavailable' ? 'CONNECTION_REFUSED' : 'CONNECTION_CUT');
      try {
        return await process.reach('message', `tell ${channel} of ${id}`, perform, lost);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        return { delivered: false, code: error.code, permanent: false };
      }
    },
  };
}

const throttled = ({ amount }: Fault): Delivery => ({
  delivered: false,
  code: 'THROTTLED',
  permanent: false,
  retryAfterSeconds: amount / SECOND,
});

/** No answer came to whoever sent: it may have arrived all the same. */
class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly code: 'CONNECTION_REFUSED' | 'CONNECTION_CUT';

  constructor(code: 'CONNECTION_REFUSED' | 'CONNECTION_CUT') {
    super(code);
    this.code = code;
  }
}
