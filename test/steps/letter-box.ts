import type { DeadLetter, DeadLetterQueue } from '../../shared/steps/dead-letters.ts';

/** A queue of dead letters in memory: a letter that is received and not removed comes again in the next pass. */
export interface LetterBox extends DeadLetterQueue {
  readonly left: readonly string[];
  put(letter: DeadLetter): void;
  /** The next removal is lost: the queue keeps the letter. */
  loseRemoval(): void;
  /** What is hidden is seen again, as after the visibility timeout. */
  show(): void;
}

export function makeLetterBox(...first: readonly DeadLetter[]): LetterBox {
  const waiting = new Map(first.map((letter) => [letter.id, letter]));
  const hidden = new Set<string>();
  let lost = 0;
  let sent = 0;
  return {
    get left() {
      return [...waiting.keys()];
    },
    put: (letter) => void waiting.set(letter.id, letter),
    loseRemoval() {
      lost += 1;
    },
    show: () => hidden.clear(),
    async receive() {
      const seen = [...waiting.values()].filter(({ id }) => !hidden.has(id)).slice(0, 10);
      for (const { id } of seen) hidden.add(id);
      return seen;
    },
    async remove({ id }) {
      if (lost > 0) {
        lost -= 1;
        throw new Error('the queue did not answer');
      }
      waiting.delete(id);
    },
    async send(text) {
      sent += 1;
      waiting.set(`sent-${sent}`, { id: `sent-${sent}`, text, sentAt: 0 });
    },
  };
}
