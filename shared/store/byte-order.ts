/**
 * Compares two strings by their UTF-8 bytes, as DynamoDB and SQLite order keys: negative, zero or positive.
 *
 * JavaScript's `<` compares UTF-16 units, which puts U+E000–U+FFFF after the characters beyond U+FFFF. Well-formed
 * strings only: a lone surrogate has no UTF-8 form.
 */
export function compareBytes(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Moves the surrogates, which stand for everything beyond U+FFFF, behind the rest. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
