import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: ROOT });
const textOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** The part of a heading's address that Markdown makes of its text. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => anchorOf(text));

function brokenLinks(page: string): readonly string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
}

it.each(PAGES)('every link of %s leads somewhere', (page) => {
  expect(brokenLinks(page)).toEqual([]);
});

describe('what the pages tell people to type', () => {
  const scripts: unknown = JSON.parse(textOf('package.json')).scripts;

  it.each(PAGES)('%s: each npm script exists', (page) => {
    const named = [...textOf(page).matchAll(/\bnpm run ([a-z][a-z-]*)/g)].map(([, name = '']) => name);

    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});
