import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText, secretsIn } from '../../shared/volcengine/plain-text.ts';

describe('the text of others, made fit for a record', () => {
  it.each([
    ['lines become one', 'a\r\n\tb', 'a b'],
    ['control characters go', '\u001b[31mred\u0000', '[31mred'],
    ['marks that reverse the reading go', 'abc\u202Edef', 'abc def'],
    ['a secret is hidden', 'token=canary-01 canary-01', 'token=[hidden] [hidden]'],
    ['words shorter than a secret stay', 'the key is short', 'the key is short'],
  ])('%s', (_law, text, expected) => {
    expect(plainText(text, ['canary-01', 'key', ''])).toBe(expected);
  });

  it('a secret that holds another is hidden whole', () => {
    expect(plainText('abcdefgh-ijkl', ['abcdefgh', 'abcdefgh-ijkl'])).toBe('[hidden]');
  });

  it('is at most 300 well-formed characters, and never holds the secret', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/=]{8,40}$/);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400 }),
        secret,
        fc.string({ maxLength: 400 }),
        (before, hidden, after) => {
          const text = plainText(before + hidden + after, [hidden]);

          expect(text.length).toBeLessThanOrEqual(300);
          expect(text).not.toContain(hidden);
          expect(text.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('what a signed request holds: token, header and signature', () => {
    const headers = {
      'X-Security-Token': 'token-0123',
      Authorization: 'HMAC-SHA256 Credential=a, Signature=abcdef0123',
    };

    expect(secretsIn(headers)).toEqual(['token-0123', headers.Authorization, 'abcdef0123']);
  });
});
