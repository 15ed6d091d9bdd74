import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Finding, Path, PlanFault } from './faults.ts';
import { showPath } from './faults.ts';

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

/** Reads YAML 1.2 with the place of everything in it. Never throws: what is wrong is in `faults`. */
export function parseSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const wrong = [...document.errors, ...document.warnings];
  const { raw, excess } = made(() => document.toJS());
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const resolve = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  return {
    raw,
    sound: excess === undefined && wrong.every(({ code }) => code === 'DUPLICATE_KEY'),
    faults: [
      ...wrong.map((error) => ({ path: '', ...at(error.pos[0]), sentence: yamlSentence(error) })),
      ...(excess === undefined ? [] : [{ path: '', line: 1, column: 1, sentence: excess }]),
    ],
    place: ({ path, inKey = false, ...said }) => ({
      path: showPath(path),
      ...at(offsetOf(document.contents, path, inKey, resolve)),
      ...said,
    }),
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
  if (code === 'DUPLICATE_KEY') return 'This key is written twice, and only one of them could hold.';
  return `The plan cannot be read as YAML from here: ${message.replace(/\.$/, '')}.`;
}

/** Walks as far as the path leads; where it breaks off, the last key or entry on the way is the place. */
function offsetOf(top: Node | null, path: Path, inKey: boolean, resolve: (node: unknown) => unknown): number {
  let node: unknown = resolve(top);
  let offset = startOf(top) ?? 0;
  for (const [depth, step] of path.entries()) {
    const found = entryAt(node, step);
    if (found === undefined) return offset;
    const isLast = depth === path.length - 1;
    const [key, value] = [startOf(found.key), startOf(found.value)];
    offset = (isLast && !inKey ? (value ?? key) : (key ?? value)) ?? offset;
    node = resolve(found.value);
  }
  return offset;
}

function entryAt(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isSeq(node)) return { key: undefined, value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  // The last of two equal keys is the one whose value counts.
  return node.items.findLast((pair: Pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === step);
}

/** An empty value has a place in YAML, but not one that helps: then its key is the place. */
function startOf(node: unknown): number | undefined {
  if (isScalar(node) && node.value === null && node.source === '') return undefined;
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range?.[0];
  return undefined;
}
