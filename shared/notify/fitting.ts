import type { Message } from './channel.ts';

/** How long a message is in the form in which it leaves, in bytes. */
export type LengthOf = (message: Message) => number;

/** Cut shorter than this, a paragraph says nothing. */
const SHORTEST = 40;

/**
 * The message, no longer than `limit` bytes: paragraphs are cut where needed, the longest first, each with `…` at its end. Title,
 * command, link and short paragraphs stay whole; what is to be done is worth more than all of what happened.
 *
 * Where even that is too long, paragraphs go from the end, and at last the title is cut.
 */
export function fitting(message: Message, limit: number, lengthOf: LengthOf): Message {
  let fitted = message;
  for (;;) {
    const over = lengthOf(fitted) - limit;
    if (over <= 0) return fitted;
    const shorter = shortened(fitted, over);
    if (shorter === undefined) return fitted;
    fitted = shorter;
  }
}

/** `undefined` when nothing is left to cut. */
function shortened(message: Message, over: number): Message | undefined {
  const { paragraphs, title } = message;
  const longest = paragraphs.reduce(
    (most, text, at) => (sizeAt(paragraphs, most) < text.length ? at : most),
    0,
  );
  const text = paragraphs[longest];
  if (text !== undefined && text.length > SHORTEST) {
    const cut = cutBy(text, over, SHORTEST);
    return { ...message, paragraphs: paragraphs.with(longest, cut) };
  }
  if (paragraphs.length > 0) return { ...message, paragraphs: paragraphs.slice(0, -1) };
  return title.length > 1 ? { ...message, title: cutBy(title, over, 1) } : undefined;
}

const sizeAt = (paragraphs: readonly string[], at: number): number => paragraphs[at]?.length ?? 0;

/** A character is at most three bytes for each of its units, so a third of them is never too much to take away. */
function cutBy(text: string, bytes: number, shortest: number): string {
  const kept = Math.max(shortest, text.length - 1 - Math.ceil(bytes / 3)) - 1;
  return `${text.slice(0, Math.max(0, kept)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
