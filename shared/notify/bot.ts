import type { Clock, Instant } from '../time/clock.ts';
import type { Channel, Message, Pace } from './channel.ts';
import { deliveryOf, type ReadAnswer } from './delivery.ts';
import type { Post, Posting } from './post.ts';
import type { Target } from './target.ts';

/** What tells one group bot from another: its limits, its request and its answers. */
export interface BotForm {
  readonly pace: readonly Pace[];
  /** The finished request, signed for `now` where the target has a key. */
  request(message: Message, target: Target, now: Instant): Posting;
  readonly read: ReadAnswer;
}

export interface BotParts {
  readonly target: Target;
  readonly clock: Pick<Clock, 'now'>;
  readonly post: Post;
}

/** A channel that posts JSON to one address. Signs at each try: the vendors honour a signature for an hour. */
export function makeBot({ pace, request, read }: BotForm, { target, clock, post }: BotParts): Channel {
  return {
    pace,
    async send(message) {
      return deliveryOf(await post(request(message, target, clock.now())), read);
    },
  };
}

/** A POST of JSON to the target's address. */
export const postJson = (url: URL, content: object): Posting => ({
  url,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(content),
});
