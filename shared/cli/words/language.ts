import type { RefusedView, RunView } from '../../api/view-schema.ts';
import type { DeliveryCode } from '../../notify/channel.ts';
import type { Standing } from '../../volcengine/permissions.ts';

type Send = RunView['sends'][number];

/** The labels and short lines of the command line, in one language. */
export interface Words {
  readonly run: string;
  readonly labels: Readonly<
    Record<
      | 'instance'
      | 'rule'
      | 'mode'
      | 'phase'
      | 'asked'
      | 'target'
      | 'accepted'
      | 'opening'
      | 'override'
      | 'closed'
      | 'plan'
      | 'desired'
      | 'attributed',
      string
    >
  >;
  readonly headings: Readonly<
    Record<'gates' | 'targets' | 'requests' | 'messages' | 'settled' | 'held' | 'cost', string>
  >;
  readonly modes: Readonly<Record<RunView['mode'], string>>;
  readonly yes: string;
  readonly no: string;
  readonly part: string;
  readonly answers: Readonly<Record<Send['answer'], string>>;
  readonly askedBy: (by: string, source: string, reason: string) => string;
  /** `gate` in the reader's own word. */
  readonly overriddenBy: (gate: string, by: string, reason: string) => string;
  readonly openingSpan: (opens: string, closes: string, cutoff: string) => string;
  readonly shard: (id: string, from: string, to: string) => string;
  readonly batch: (batch: number, of: number | undefined) => string;
  readonly attempt: (attempt: number) => string;
  readonly nodes: (count: number) => string;
  readonly requestId: (id: string) => string;
  readonly nowPrimary: string;
  readonly chainBroken: string;
  readonly held: (instance: string) => string;
  readonly settlesItself: string;
  readonly acknowledgeWith: string;
  /** Said after outcomes that count towards stopAfter. */
  readonly resumeWith: string;
  readonly gatesSaidYes: (count: number) => string;
  readonly waitsUntil: (when: string) => string;
  readonly watching: string;
  readonly onTarget: string;
  readonly noRuns: string;
  readonly moreRuns: (shown: number) => string;
  /** What became no run. */
  readonly refused: {
    readonly nothing: string;
    readonly request: string;
    readonly letters: Readonly<Record<RefusedView['letters'][number]['what'], string>>;
    readonly more: (leftOut: number) => string;
  };
  readonly noStops: string;
  readonly stopped: (scope: string) => string;
  readonly resumed: (scope: string) => string;
  readonly nextOpening: (when: string) => string;
  readonly unsureOf: (why: string, key: string) => string;
  readonly goesOn: string;
  readonly applied: (hash: string, before: string | undefined) => string;
  /** What another plan changes. */
  readonly difference: {
    readonly added: (instances: string) => string;
    readonly removed: (instances: string) => string;
    readonly elsewhere: (instances: string) => string;
    readonly mode: (account: string, before: string | undefined, after: string | undefined) => string;
    readonly runs: (before: number, after: number, days: number) => string;
    /** The first of some names, and how many more there are. */
    readonly more: (shown: string, more: number) => string;
  };
  readonly forecast: {
    readonly never: string;
    readonly assumed: string;
    readonly nothing: string;
    readonly swallowed: string;
    readonly outsideWindow: string;
    readonly frozen: (freeze: string) => string;
    readonly due: (cutoff: string, closes: string) => string;
    readonly total: (due: number, frozen: number, lost: number) => string;
  };
  readonly permissions: {
    readonly account: (name: string, region: string, mode: string) => string;
    readonly standings: Readonly<Record<Standing, string>>;
    readonly lacks: (account: string, actions: string, policy: 'observe' | 'switch') => string;
    /** Why SwitchOver is not asked of an account in observe mode. */
    readonly observes: string;
    readonly unprobed: string;
    readonly untold: (account: string, actions: string) => string;
    readonly complete: string;
  };
  /** Of what people were told of a run. */
  readonly messages: {
    /** `about` as the record has it: `trouble`, `held-3`, `settled`. */
    readonly about: (about: string) => string;
    readonly states: Readonly<Record<RunView['messages'][number]['state'], (when: string) => string>>;
    readonly tries: (attempts: number) => string;
  };
  /** Of a message that was sent to see whether it arrives. */
  readonly deliveries: {
    readonly delivered: string;
    readonly receipt: (receipt: string) => string;
    readonly undelivered: string;
    readonly inTheLog: string;
    readonly codes: Readonly<Record<DeliveryCode, string>>;
    readonly notBefore: (seconds: number) => string;
    readonly complete: (entry: string) => string;
    readonly practised: (entry: string, reached: number, of: number) => string;
    readonly incomplete: (entry: string, failed: number, of: number) => string;
  };
  readonly cost: Readonly<
    Record<'states' | 'vendorReads' | 'polls' | 'sends' | 'writeUnits' | 'readUnits', string>
  >;
}
