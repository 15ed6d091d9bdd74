import type { LanguageTag } from '../notify/catalogue.ts';
import type { LogLine } from '../steps/ports.ts';
import type { Instant } from '../time/clock.ts';

/** `Tue 02:00:17`: an instant on the wall clock of the zone. */
export function timeOf(at: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .replace(',', '');
}

/** A line of the log as a line of the story; `undefined` for lines that tell nothing new. */
export function narrate(
  line: LogLine,
  at: Instant,
  { zone }: { zone: string; language: LanguageTag },
): string | undefined {
  const told = STORY[line.what]?.(line.data ?? {});
  return told === undefined ? undefined : `${timeOf(at, zone)}  ${told}`;
}

type Data = NonNullable<LogLine['data']>;

const STORY: Readonly<Record<string, (data: Data) => string | undefined>> = {
  sent: ({ batch, nodes, answer }) => {
    const shards = nodes === 1 ? 'one shard' : `${String(nodes)} shards`;
    const came = answer === 'ambiguous' ? 'no usable answer; it is not sent again' : String(answer);
    return `batch ${String(batch)}, ${shards}: sent once, ${came}`;
  },
  looked: ({ batch, status, unreadable }) =>
    unreadable === true
      ? 'look: could not be read'
      : `look: roles ${String(batch)}, instance ${String(status)}`,
};
