import * as z from 'zod';
import type { Instant } from '../time/clock.ts';

/** An instant on the wire: ISO 8601 in UTC, with milliseconds. */
export const instantSchema = z.iso.datetime().meta({ examples: ['2026-11-23T18:30:00.000Z'] });

export const isoOf = (at: Instant): string => new Date(at).toISOString();

/** The ISO instant, or `undefined` where there is none. */
export const isoOfOptional = (at: Instant | undefined): string | undefined =>
  at === undefined ? undefined : isoOf(at);
