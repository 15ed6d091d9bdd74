import type { Message } from './channel.ts';

/** A message for machines: everything in it, each part under its name. */
export function machineForm({ id, kind, title, paragraphs, command, link, data }: Message) {
  return { id, kind, title, paragraphs, command, link, data };
}
