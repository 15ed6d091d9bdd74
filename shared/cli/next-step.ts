import type { RunSummary } from '../api/view-schema.ts';
import { TABLE_B } from '../switchover/consequences.ts';
import { type Reader, wordsOf } from './words.ts';

/** What a held run holds, whether that ends by itself, and the command that frees it; nothing where nothing is held. */
export function nextStep(
  run: Pick<RunSummary, 'id' | 'hold' | 'instance' | 'account' | 'outcome'>,
  reader: Reader,
): readonly string[] {
  if (!run.hold || run.outcome === undefined) return [];
  const words = wordsOf(reader);
  return [
    words.held(run.instance),
    ...(run.outcome === 'UNKNOWN' ? [words.settlesItself] : []),
    words.acknowledgeWith,
    `  offpeak acknowledge ${run.id} --reason "…"`,
    ...(TABLE_B[run.outcome].stopAfter === 'counts'
      ? [words.resumeWith, `  offpeak resume account:${run.account}`]
      : []),
  ];
}
