import { z } from 'zod';
import { nearest } from '../plan/nearest.ts';
import { OVERRIDABLE_GATES, type OverridableGate } from '../switchover/codes.ts';
import { UsageError } from './errors.ts';
import type { StartBody } from './records.ts';

const instantSchema = z.union([
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ offset: true, precision: -1 }),
]);

const TARGETS = ['any', 'other-zone', 'zone:<zone>', 'nodes:<node>,<node>'];

/** Reads `--target`. Throws UsageError with the nearest word. */
export function readTarget(text: string): NonNullable<StartBody['target']> {
  if (text === 'any' || text === 'other-zone') return text;
  const zone = /^zone:(\S+)$/.exec(text)?.[1];
  if (zone !== undefined) return { zone };
  const nodes = /^nodes:([^\s,]+(?:,[^\s,]+)*)$/.exec(text)?.[1];
  if (nodes !== undefined) return { nodes: nodes.split(',') };
  const sentence = `--target must be ${TARGETS.join(', ')}, not "${text}".`;
  throw new UsageError(sentence + question(nearest(text, ['any', 'other-zone', 'zone:', 'nodes:'])));
}

/** Reads `--when`. Throws UsageError with the nearest word; an instant without its offset is no instant. */
export function readWhen(text: string): string {
  if (text === 'now' || text === 'window' || instantSchema.safeParse(text).success) return text;
  const sentence = `--when must be now, window or an instant with its offset, such as 2026-11-24T02:30:00+08:00, not "${text}".`;
  throw new UsageError(sentence + question(nearest(text, ['now', 'window'])));
}

const isOverridable = (text: string): text is OverridableGate =>
  OVERRIDABLE_GATES.some((gate) => gate === text);

/** Reads `--override`. Throws UsageError with the nearest word. */
export function readGate(text: string): OverridableGate {
  if (isOverridable(text)) return text;
  const sentence = `--override must be ${OVERRIDABLE_GATES.join(', ')}, not "${text}": no other gate can be overridden.`;
  throw new UsageError(sentence + question(nearest(text, OVERRIDABLE_GATES)));
}

/** Throws UsageError unless the person has typed the instance's id a second time. */
export function checkConfirmation(instance: string, confirm: string | undefined): void {
  if (confirm === instance) return;
  const found = confirm === undefined ? 'it is missing' : `it says ${confirm}`;
  throw new UsageError(
    `A switchover of ${instance} needs --confirm ${instance}; ${found}. Nothing was sent.`,
    'To see what it would do, use --dry-run.',
  );
}

const question = (word: string | undefined): string => (word === undefined ? '' : ` Did you mean ${word}?`);
