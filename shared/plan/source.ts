import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml';
import type { Finding, Path, PlanFault } from './faults.ts';
import { showPath } from './faults.ts';
import { DEEPEST, tooDeepAt } from './nesting.ts';
import { keysSaidTwice, makePairFinder } from './yaml-keys.ts';

/** A plan's text, read as YAML. */
export interface Source {
  /** The value; meaningless where `sound` is false. */
  readonly raw: unknown;
  /** Whether the structure can be trusted: no fault of YAML but keys written twice. */
  readonly sound: boolean;
  /** What is wrong with it as YAML. */
  readonly faults: readonly PlanFault[];
  /** Gives a finding its place in the text: of the value, of the key, or of the nearest thing around what is missing. */
  readonly place: (finding: Finding) => PlanFault;
}

/**
 * Reads YAML 1.2 with the place of everything in it. Never throws: what is wrong is in `faults`.
 *
 * Only texts are keys, and no value is made of a text at fault: a key of YAML may be a whole tree, and written out as
 * a text it doubles at every level.
 */
export function parseSource(text: string): Source {
  const deep = tooDeepAt(text);
  if (deep !== undefined) return unreadable(text, deep);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    stringKeys: true,
    // The library compares each key with every one before it; `keysSaidTwice` does not.
    uniqueKeys: false,
  });
  const wrong = [...document.errors, ...document.warnings];
  const { raw, excess } = wrong.length > 0 ? {} : made(() => document.toJS());
  const at = placeIn(lines);
  const places = {
    resolve: (node: unknown) => (isAlias(node) ? node.resolve(document) : node),
    find: makePairFinder(),
  };
  return {
    raw,
    sound: excess === undefined && wrong.length === 0,
    faults: [
      ...wrong.map((error) => ({ path: '', ...at(error.pos[0]), sentence: yamlSentence(error) })),
      ...(excess === undefined ? [] : [{ path: '', line: 1, column: 1, sentence: excess }]),
      ...keysSaidTwice(document).map((offset) => ({ path: '', ...at(offset), sentence: SAID_TWICE })),
    ],
    place: ({ path, inKey = false, ...said }) => ({
      path: showPath(path),
      ...at(offsetOf(document.contents, path, inKey, places)),
      ...said,
    }),
  };
}

const SAID_TWICE = 'This key is written twice, and only one of them could hold.';

function placeIn(lines: LineCounter) {
  return (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
}

/** A text that nobody should go into: its only fault is its depth. */
function unreadable(text: string, offset: number): Source {
  const before = text.slice(0, offset).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const sentence = `The plan cannot be read as YAML: it is nested deeper than ${DEEPEST} levels.`;
  return {
    raw: undefined,
    sound: false,
    faults: [{ path: '', ...place, sentence }],
    place: ({ path, inKey: _, ...said }) => ({ path: showPath(path), ...place, ...said }),
  };
}

/** Aliases that multiply into too much are the one thing that only shows when the value is made. */
function made(make: () => unknown): { raw?: unknown; excess?: string } {
  try {
    return { raw: make() };
  } catch (error) {
    if (error instanceof ReferenceError)
      return { excess: `The plan cannot be read as YAML: ${error.message}.` };
    throw error;
  }
}

function yamlSentence({ code, message }: YAMLError): string {
  if (code === 'NON_STRING_KEY') return 'This key is no text: only a text can be a key of a plan.';
  return `The plan cannot be read as YAML from here: ${message.replace(/\.$/, '')}.`;
}

/** How an alias is followed, and how the pair of a key is found. */
interface Places {
  readonly resolve: (node: unknown) => unknown;
  readonly find: ReturnType<typeof makePairFinder>;
}

/** Walks as far as the path leads; where it breaks off, the last key or entry on the way is the place. */
function offsetOf(top: Node | null, path: Path, inKey: boolean, { resolve, find }: Places): number {
  let node: unknown = resolve(top);
  let offset = startOf(top) ?? 0;
  for (const [depth, step] of path.entries()) {
    const found = isSeq(node)
      ? { key: undefined, value: node.items[Number(step)] }
      : find(node, String(step));
    if (found === undefined) return offset;
    const isLast = depth === path.length - 1;
    const [key, value] = [startOf(found.key), startOf(found.value)];
    offset = (isLast && !inKey ? (value ?? key) : (key ?? value)) ?? offset;
    node = resolve(found.value);
  }
  return offset;
}

/** An empty value has a place in YAML, but not one that helps: then its key is the place. */
function startOf(node: unknown): number | undefined {
  if (isScalar(node) && node.value === null && node.source === '') return undefined;
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}
