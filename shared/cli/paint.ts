import { styleText } from 'node:util';
import type { Outcome } from '../switchover/codes.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { EXIT } from './exit-codes.ts';

/** A text in the colour of an outcome: green where it is as asked, red where it needs a person, else yellow. */
export function paint(text: string, outcome: Outcome | undefined, color: boolean): string {
  if (!color || outcome === undefined) return text;
  const { exitCode } = TABLE_B[outcome];
  const shade = exitCode === EXIT.DONE ? 'green' : exitCode === EXIT.FAILED ? 'red' : 'yellow';
  return styleText(shade, text, { validateStream: false });
}
