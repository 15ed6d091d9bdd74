/** Blocks by name: what stands between `<!-- generated:<name> -->` and `<!-- /generated -->`. */
export type Blocks = Readonly<Record<string, string>>;

const BLOCK = /<!-- generated:([\w-]+) -->\n[\s\S]*?<!-- \/generated -->/g;

/**
 * The page with each of its generated blocks replaced; what people wrote around them stays byte for byte.
 * Throws when the page names a block that nobody generates, or begins one that it does not end.
 */
export function withBlocks(page: string, blocks: Blocks): string {
  const begun = page.match(/<!-- generated:/g)?.length ?? 0;
  const whole = page.match(BLOCK)?.length ?? 0;
  if (begun !== whole) throw new Error(`${begun} generated blocks begin, ${whole} of them end.`);
  return page.replace(BLOCK, (_, name: string) => {
    const text = blocks[name];
    if (text === undefined) throw new Error(`Nothing generates a block called ${name}.`);
    return `<!-- generated:${name} -->\n${text}\n<!-- /generated -->`;
  });
}

/** The names of the generated blocks of a page, in order. */
export const blocksIn = (page: string): readonly string[] =>
  [...page.matchAll(BLOCK)].map(([, name = '']) => name);
