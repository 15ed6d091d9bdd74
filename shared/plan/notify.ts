import type { NotifyTarget } from './plan.ts';

/** The ways to people that an entry of `notify` can name. `log` writes a line and wakes nobody. */
export const CHANNEL_KINDS = ['feishu', 'dingtalk', 'wecom', 'webhook', 'sns', 'log'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One way of one entry: `name` is the name of its secret, of its topic for `sns`, anything for `log`. */
export interface NamedChannel {
  readonly kind: ChannelKind;
  readonly name: string;
}

/** The channels of an entry, in one order whatever the order of the file. */
export const channelsOf = (target: NotifyTarget): readonly NamedChannel[] =>
  CHANNEL_KINDS.flatMap((kind) => {
    const name = target[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
