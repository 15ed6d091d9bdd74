import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { type DocumentFault, readBy } from './schema-faults.ts';
import { inconsistencies } from './seed-consistency.ts';
import { type Seed, type SeedInput, seedSchema } from './seed-schema.ts';

/** A fault of a seed, with its place in the text where it came from a text. Lines and columns count from 1. */
export interface SeedFault {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** A seed cannot be used. Lists everything that is wrong with it. */
export class SeedInvalid extends Error {
  override readonly name = 'SeedInvalid';
  readonly faults: readonly SeedFault[];

  constructor(source: string, faults: readonly SeedFault[]) {
    const lines = faults.map(({ path, message, line, column }) => {
      const place = line === undefined ? '' : `:${line}:${column}`;
      return `  ${source}${place} ${path === '' ? '' : `${path}: `}${message}`;
    });
    super(`the seed ${source} cannot be used:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}

/** Reads a seed from YAML. Throws `SeedInvalid` with every fault, each with its line and column. */
export function readSeed(text: string, source = 'seed'): Seed {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const syntax = document.errors.map((error) => {
    const { line, col } = counter.linePos(error.pos[0]);
    return { path: '', message: error.message.split('\n')[0] ?? error.code, line, column: col };
  });
  if (syntax.length > 0) throw new SeedInvalid(source, syntax);
  const content: unknown = document.toJS();
  return checkedSeed(content, source, (path) => {
    const { line, col } = counter.linePos(offsetOf(document, path));
    return { line, column: col };
  });
}

/** A seed from an object in the form of the file, for use in-process. Throws `SeedInvalid` with every fault. */
export function seedFrom(input: SeedInput): Seed {
  return checkedSeed(input, 'seed', () => ({}));
}

function checkedSeed(
  content: unknown,
  source: string,
  place: (path: DocumentFault['path']) => { line?: number; column?: number },
): Seed {
  const read = readBy(seedSchema, content);
  const faults = [...(read.faults ?? []), ...inconsistencies(content)];
  if (read.faults !== undefined || faults.length > 0) {
    throw new SeedInvalid(
      source,
      faults.map(({ path, message }) => ({ path: path.join('.'), message, ...place(path) })),
    );
  }
  return read.data;
}

/** Where in the text the path is: at its key where it has one, at its nearest parent where it is missing. */
function offsetOf(document: Document, path: DocumentFault['path']): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}
