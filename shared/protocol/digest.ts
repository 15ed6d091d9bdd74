import { hash } from 'node:crypto';

/** Lower-case hex SHA-256 of a JSON value. Object keys are sorted, so equal values have equal digests. */
export function digestOf(value: unknown): string {
  return hash('sha256', canonical(value));
}

/** SHA-256 of a JSON value as 52 lower-case base32 characters (RFC 4648, no padding): fit for names and keys. */
export function nameOf(value: unknown): string {
  return base32(hash('sha256', canonical(value), 'buffer'));
}

/** JSON with sorted object keys and without absent values. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonical(entry ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text;
}
