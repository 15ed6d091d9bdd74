import { SECOND } from '../time/clock.ts';
import type { Channel } from './channel.ts';
import { machineForm } from './machine-form.ts';

/** Writes one warning. */
export type Warn = (entry: { readonly what: string; readonly data: object }) => void;

/** The log as a way to people: whatever watches it passes the warning on. */
export function makeLogChannel(warn: Warn): Channel {
  return {
    pace: [{ count: 100, per: SECOND }],
    async send(message) {
      warn({ what: message.title, data: machineForm(message) });
      return { delivered: true };
    },
  };
}
