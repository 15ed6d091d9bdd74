import type { Channel, Delivery } from '../notify/channel.ts';
import type { Log, Messenger } from '../steps/ports.ts';

/** A line in the log of this process: whatever watches it can pass the message on. */
export const logChannel = (log: Log, entry: string): Channel => ({
  pace: [],
  async send({ id, kind, title, paragraphs, command, link }) {
    log.warn({
      what: title,
      code: 'MESSAGE',
      data: { id, kind, entry, paragraphs, ...(command && { command }), ...(link && { link }) },
    });
    return { delivered: true };
  },
});

const NOT_HERE: Delivery = { delivered: false, code: 'TARGET_UNKNOWN', permanent: false };

/** The channels of a machine on its own: the log, and nothing else yet. */
export function embeddedChannels(log: Log): Messenger['channel'] {
  return (entry, { kind }) =>
    kind === 'log' ? logChannel(log, entry) : { pace: [], send: async () => NOT_HERE };
}
