import type { Instant, Milliseconds } from '../../../shared/time/clock.ts';

/** What a sandbox is told when it begins, as its only argument. */
export interface SandboxOrders {
  /** The bundle, as a file URL. */
  readonly bundle: string;
  /** Where connections go that are meant for these hosts: a port of this machine. Certificates are verified all the same. */
  readonly hosts: Readonly<Record<string, number>>;
  /** What these names are resolved to, whatever the resolver of this machine says. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** To a sandbox: an event for the handler, or the end of a sleep. Each brings the time that it is now. */
export type ToSandbox = { readonly now: Instant } & (
  | { readonly kind: 'call'; readonly event: unknown; readonly timeout: Milliseconds }
  | { readonly kind: 'woken'; readonly sleep: number }
);

/** What a process has used so far. */
export interface Usage {
  readonly processorMilliseconds: number;
  readonly mostMegabytes: number;
}

/** What the handler returned or threw, as the platform's runtime reports it. */
export type Reply = { readonly usage: Usage } & (
  | { readonly kind: 'returned'; readonly result: unknown }
  | { readonly kind: 'threw'; readonly errorType: string; readonly errorMessage: string }
);

/** From a sandbox. */
export type FromSandbox =
  | { readonly kind: 'ready'; readonly usage: Usage }
  | { readonly kind: 'sleeps'; readonly sleep: number; readonly until: Instant }
  | Reply;
