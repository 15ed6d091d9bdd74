import type { SendAnswer } from '../../switchover/sends.ts';
import type { Trouble } from './troubles.ts';

/** What a person does about a trouble, and what not: the one source of the runbook's lines and of the messages. */
export interface Advice {
  readonly do: string;
  /** Absent: nothing in particular. */
  readonly doNot?: string;
}

/** One send as a sentence has it. */
export interface SendWords {
  readonly nodes: string;
  readonly answer: string;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
}

/** Everything that messages say in one language besides the catalogue's sentences. */
export interface MessageLanguage {
  readonly advice: Readonly<Record<Trouble, Advice>>;
  readonly answers: Readonly<Record<SendAnswer, string>>;
  readonly troubleTitle: (outcome: string, reason: string, instance: string) => string;
  readonly heldTitle: (days: number, instance: string) => string;
  readonly settledTitle: (instance: string) => string;
  /** A title of practice, so that nobody takes it for the vendor's. */
  readonly practice: (title: string) => string;
  /** `counts`: what `counted` made of each outcome. */
  readonly digestTitle: (day: string, counts: readonly string[]) => string;
  readonly counted: (outcome: string, count: number) => string;
  readonly nothingClosed: string;
  readonly span: (from: string, to: string) => string;
  readonly group: (outcome: string, reason: string, count: number, instances: string) => string;
  readonly stillHeld: (runs: string) => string;
  readonly testTitle: (entry: string) => string;
  readonly happened: (sentence: string) => string;
  readonly overridden: (gate: string, sentence: string) => string;
  readonly sent: (sends: readonly SendWords[], more: number) => string;
  readonly nothingSent: string;
  readonly held: string;
  readonly nothingHeld: string;
  readonly todo: (advice: string) => string;
  readonly notToDo: (advice: string) => string;
  readonly accountStopped: (account: string) => string;
  readonly about: (run: string, rule: string | undefined, closedAt: string) => string;
  readonly outcomeStays: (outcome: string, reason: string) => string;
  readonly runbook: (section: string) => string;
  readonly test: (entry: string, at: string) => string;
}
