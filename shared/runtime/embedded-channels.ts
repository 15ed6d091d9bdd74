import type { Channel, Delivery } from '../notify/channel.ts';
import { makeLogChannel } from '../notify/log.ts';
import type { Post } from '../notify/post.ts';
import type { Target } from '../notify/target.ts';
import { makeTargetChannel } from '../notify/targets.ts';
import type { Log, Messenger } from '../steps/ports.ts';
import type { Clock } from '../time/clock.ts';

export interface EmbeddedChannelsParts {
  readonly log: Log;
  readonly clock: Pick<Clock, 'now'>;
  /** By entry and kind, as in `dba/feishu`: read before anything started. */
  readonly targets: ReadonlyMap<string, Target>;
  readonly post: Post;
  /** A channel without a target goes to the log: nobody is to be woken by practising. */
  readonly practice: boolean;
}

/** Names an entry's channel: the name of its variables comes from the same two words. */
const nameOf = (entry: string, kind: string): string => `${entry}/${kind}`;

/** A run of an earlier plan may name what this process was not given; a later process may have it. */
const NOT_GIVEN: Delivery = { delivered: false, code: 'TARGET_UNKNOWN', permanent: false };

/** The channels of a machine on its own: those that its variables name, and its log. */
export function embeddedChannels({
  log,
  clock,
  targets,
  post,
  practice,
}: EmbeddedChannelsParts): Messenger['channel'] {
  return (entry, { kind }): Channel => {
    const target = targets.get(nameOf(entry, kind));
    if (target !== undefined) return makeTargetChannel({ target, clock, post });
    if (kind === 'log' || practice)
      return makeLogChannel((line) => log.warn({ ...line, data: { ...line.data, entry } }));
    return { pace: [], send: async () => NOT_GIVEN };
  };
}

/** The channels of a process that can reach nobody: its log. */
export const logOnly = (log: Log, clock: Pick<Clock, 'now'>): Messenger['channel'] =>
  embeddedChannels({
    log,
    clock,
    targets: new Map(),
    post: async () => ({ kind: 'forbidden' }),
    practice: true,
  });
