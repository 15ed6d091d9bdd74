import { type Fault, MOST_FAULTS, pathOf } from './faults.ts';

/** What we take is three levels deep; the rest is room. */
const DEEPEST = 16;

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

export type JsonText =
  | { readonly parsed: true; readonly value: unknown; readonly faults: readonly Fault[] }
  | { readonly parsed: false; readonly faults: readonly Fault[] };

/**
 * Reads JSON strictly: what is no JSON, says a field twice, or is nested deeper than 16 levels is a fault with its path.
 * `JSON.parse` alone would take the last of two equal fields, and whoever checked the first was deceived.
 */
export function readJson(text: string): JsonText {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { parsed: false, faults: [{ path: 'body', sentence: `The body is not JSON${placeOf(error)}.` }] };
  }
  return { parsed: true, value, faults: faultsOfForm(text) };
}

/** The parser's own place, where it names one; never its text, which quotes the body. */
function placeOf(error: SyntaxError): string {
  const place = /line (\d+) column (\d+)/.exec(error.message);
  return place === null ? '' : `; see line ${place[1]}, column ${place[2]}`;
}

/** An object or a list that the scan is inside of. */
interface Level {
  readonly fields: Set<string> | undefined;
  at: string | number;
}

function faultsOfForm(text: string): Fault[] {
  const faults: Fault[] = [];
  const levels: Level[] = [];
  let fieldNext = false;
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push({ fields: token === '{' ? new Set() : undefined, at: 0 });
      fieldNext = token === '{';
      if (levels.length > DEEPEST) return [...faults, tooDeep(levels)];
    } else if (token === '}' || token === ']') {
      levels.pop();
      fieldNext = false;
    } else if (token === ',') {
      fieldNext = level?.fields !== undefined;
      if (typeof level?.at === 'number') level.at += 1;
    } else if (fieldNext && level !== undefined) {
      level.at = JSON.parse(token);
      fieldNext = false;
      if (level.fields?.has(String(level.at)) && faults.length < MOST_FAULTS) faults.push(saidTwice(levels));
      level.fields?.add(String(level.at));
    }
  }
  return faults;
}

const pathTo = (levels: readonly Level[]): string =>
  pathOf(
    'body',
    levels.map(({ at }) => at),
  );

const saidTwice = (levels: readonly Level[]): Fault => ({
  path: pathTo(levels),
  sentence: 'This field is said twice.',
});

const tooDeep = (levels: readonly Level[]): Fault => ({
  path: pathTo(levels.slice(0, 3)),
  sentence: `This is nested deeper than ${DEEPEST} levels.`,
});
