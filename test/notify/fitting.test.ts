import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../shared/notify/channel.ts';
import { fitting } from '../../shared/notify/fitting.ts';
import { TROUBLE } from './messages.ts';

const bytes = ({ title, paragraphs, command = '', link = '' }: Message) =>
  Buffer.byteLength(JSON.stringify([title, paragraphs, command, link]));

describe('a message that fits', () => {
  it('is left alone', () => {
    expect(fitting(TROUBLE, bytes(TROUBLE), bytes)).toBe(TROUBLE);
  });
});

describe('a message that is too long', () => {
  const long: Message = { ...TROUBLE, paragraphs: ['x'.repeat(5_000), 'Do not switch it by hand.'] };

  it('loses of its longest paragraph first', () => {
    const { paragraphs, ...rest } = fitting(long, 1_000, bytes);

    expect(paragraphs[0]).toMatch(/^x+…$/);
    expect(paragraphs[1]).toBe('Do not switch it by hand.');
    expect(rest).toEqual({ ...TROUBLE, paragraphs: undefined });
  });

  it('loses little more than it has to', () => {
    expect(bytes(fitting(long, 1_000, bytes))).toBeGreaterThan(950);
  });

  it('loses paragraphs from the end where cutting is not enough', () => {
    const many: Message = { ...TROUBLE, paragraphs: Array.from({ length: 100 }, (_, n) => `line ${n}`) };

    const { paragraphs } = fitting(many, 600, bytes);

    expect(paragraphs.length).toBeGreaterThan(10);
    expect(paragraphs).toEqual(many.paragraphs.slice(0, paragraphs.length));
  });

  it('fits whatever is in it, breaks no character, and keeps command and link', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(
        text,
        fc.array(text, { maxLength: 20 }),
        fc.integer({ min: 300, max: 2_000 }),
        (title, paragraphs, limit) => {
          const fitted = fitting({ ...TROUBLE, title, paragraphs }, limit, bytes);

          expect(bytes(fitted)).toBeLessThanOrEqual(limit);
          expect([fitted.command, fitted.link, fitted.id]).toEqual([
            TROUBLE.command,
            TROUBLE.link,
            TROUBLE.id,
          ]);
          expect([fitted.title, ...fitted.paragraphs].every((one) => one.isWellFormed())).toBe(true);
        },
      ),
    );
  });
});
