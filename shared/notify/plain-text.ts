import type { Message } from './channel.ts';

/** A message as plain text, a line each: its title, its paragraphs, its command, its link. */
export const plainText = ({ title, paragraphs, command, link }: Message): string =>
  [title, ...paragraphs, command, link].filter((line) => line !== undefined).join('\n');
