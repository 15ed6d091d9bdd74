import { inspect } from 'node:util';
import { formsOf } from '../../shared/volcengine/secret-forms.ts';

/** Credentials that no text should ever hold, with the characters that regular expressions, formats, JSON and addresses give a meaning. */
export const CANARIES = {
  secretAccessKey: 'SKc4n4ry$&%s$1\\(.*)+"{}<x>==',
  sessionToken: 'STc4n4ry/+%2F?a=b&c=#"\\d+[^]%n==',
  bearer: 'BTc4n4ry-.~+/0123456789==',
} as const;

/** A canary in any form that we know, and its first and last halves, for one that travels in two pieces. */
const FORMS = Object.values(CANARIES).flatMap((canary) => [
  ...formsOf(canary),
  canary.slice(0, Math.ceil(canary.length / 2)),
  canary.slice(Math.ceil(canary.length / 2)),
]);

/** The canaries that can be found in something: in its text, its JSON, or whatever an inspection shows of it, causes included. */
export function canariesIn(...things: readonly unknown[]): readonly string[] {
  const shown = things.map(textsOf).join('\n');
  return FORMS.filter((form) => shown.includes(form));
}

function textsOf(thing: unknown): string {
  if (typeof thing === 'string') return thing;
  const inspected = inspect(thing, {
    depth: 12,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Infinity,
  });
  return `${inspected}\n${jsonOf(thing)}`;
}

/** What has no JSON, such as a circle, is inspected alone. */
function jsonOf(thing: unknown): string {
  try {
    return JSON.stringify(thing) ?? '';
  } catch (error) {
    if (error instanceof TypeError) return '';
    throw error;
  }
}
