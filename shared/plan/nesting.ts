import { type CST, Parser } from 'yaml';

/** A plan needs six levels. A text of more than this many was made to exhaust whoever reads it. */
export const DEEPEST = 32;

interface Step {
  readonly token: CST.Token;
  readonly depth: number;
}

/** The offset at which a YAML text nests deeper than `DEEPEST`, or undefined. Does not recurse, whatever the text is. */
export function tooDeepAt(text: string): number | undefined {
  for (const document of new Parser().parse(text)) {
    const steps: Step[] = [{ token: document, depth: 0 }];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (step.depth > DEEPEST) return step.token.offset;
      for (const token of inside(step.token)) steps.push({ token, depth: step.depth + 1 });
    }
  }
  return undefined;
}

function inside(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]);
}
