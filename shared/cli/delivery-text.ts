import { inColumns, oneLine } from './columns.ts';
import type { ChannelAnswer } from './programs.ts';
import type { Words } from './words.ts';

/** What each channel of an entry answered, one on a line, and what that comes to at the end. */
export function deliveryLines(
  entry: string,
  answers: readonly ChannelAnswer[],
  words: Words,
): readonly string[] {
  const failed = answers.filter(({ delivery }) => !delivery.delivered).length;
  const logged = answers.filter(({ inTheLog }) => inTheLog).length;
  const { complete, incomplete, practised } = words.deliveries;
  const good = logged === 0 ? complete(entry) : practised(entry, answers.length - logged, answers.length);
  return [
    entry,
    ...inColumns(answers.map((answer) => ['', answer.kind, answerText(answer, words)])),
    '',
    failed === 0 ? good : incomplete(entry, failed, answers.length),
  ];
}

function answerText({ delivery, inTheLog }: ChannelAnswer, { deliveries }: Words): string {
  if (inTheLog) return deliveries.inTheLog;
  const { delivered, receipt, undelivered, codes, notBefore } = deliveries;
  if (delivery.delivered)
    return oneLine(
      delivery.receipt === undefined ? delivered : `${delivered} (${receipt(delivery.receipt)})`,
    );
  const { code, answered, retryAfterSeconds } = delivery;
  const known = [code, answered, retryAfterSeconds && notBefore(retryAfterSeconds)].filter(Boolean);
  return oneLine(`${undelivered}: ${codes[code]} (${known.join(', ')})`);
}
