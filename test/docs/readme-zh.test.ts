import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const [english = '', chinese = ''] = ['README.md', 'README.zh-CN.md'].map((page) =>
  readFileSync(join(ROOT, page), 'utf8'),
);

const fencesIn = (page: string) => [...page.matchAll(/^```[\s\S]*?^```$/gm)].map(([fence]) => fence);
const withoutFences = (page: string) => page.replace(/^```[\s\S]*?^```$/gm, '');
const linksIn = (page: string) =>
  [...withoutFences(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !link.startsWith('README'))
    .toSorted();
const countOf = (page: string, pattern: RegExp) => withoutFences(page).match(pattern)?.length ?? 0;

/** Who changes one page changes the other: the words are people's, the rest can be compared. */
describe('README.zh-CN.md says what README.md says', () => {
  it('in the same blocks of code and output', () => {
    expect(fencesIn(chinese)).toEqual(fencesIn(english));
  });

  it('with the same links', () => {
    expect(linksIn(chinese)).toEqual(linksIn(english));
  });

  it.each([
    ['headings', /^#+ /gm],
    ['list items', /^(?:- |\d\. )/gm],
    ['rows of tables', /^\|/gm],
  ])('with as many %s', (_, pattern) => {
    expect(countOf(chinese, pattern)).toBe(countOf(english, pattern));
  });

  it.each([
    ['README.md', english, 'README.zh-CN.md'],
    ['README.zh-CN.md', chinese, 'README.md'],
  ])('and %s leads to the other at its top', (_, page, other) => {
    expect(page.split('\n').slice(0, 4).join()).toContain(`](${other})`);
  });
});
