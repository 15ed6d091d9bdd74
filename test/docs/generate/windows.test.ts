import { describe, expect, it } from 'vitest';
import { windowBlocks } from '../../../docs/generate/windows.ts';

describe('the tables of the law of windows', () => {
  const blocks = windowBlocks();
  const rowOf = (block: string, shows: string) =>
    blocks[block]?.split('\n').find((line) => line.includes(shows)) ?? '';

  it.each([
    [
      'owned by the day on which it opens',
      '2026-11-27 | Fri 2026-11-27 22:00+08:00 | Sat 2026-11-28 02:00+08:00',
    ],
    ['a gap removes `open`', '2026-03-29 | Sun 2026-03-29 03:00+02:00 | Sun 2026-03-29 04:30+02:00 | 90m'],
    ['a gap swallows all of it', '2026-03-29 | – | – | 0'],
    ['the first pass opens', '2026-10-25 | Sun 2026-10-25 02:30+02:00 |'],
    ['the last pass closes', 'Sun 2026-10-25 02:30+01:00 | 150m'],
  ])('openings: %s', (shows, cells) => {
    expect(rowOf('windows-openings', shows)).toContain(cells);
  });

  it.each([
    ['`open` belongs to it', 'open, of 2026-11-24'],
    ['`close` does not', 'closed'],
    ['Saturday 01:00 is Friday’s', 'open, of 2026-11-27'],
  ])('inside or outside: %s', (shows, answer) => {
    expect(rowOf('windows-moments', shows)).toContain(`| ${answer} |`);
  });

  it('freezes last as long as the clocks make their days', () => {
    expect(rowOf('windows-freezes', '2026-03-29')).toContain('| 23h |');
    expect(rowOf('windows-freezes', '2026-10-25')).toContain('| 25h |');
  });

  it('thirty days count from the proven opening, and no night is lost', () => {
    expect(rowOf('windows-cadences', '30 days')).toContain('Mon 2026-12-21 · Tue 2026-12-22');
  });
});
