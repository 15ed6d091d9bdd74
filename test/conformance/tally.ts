import { type Answered, FAULTS, type Fault } from './service-faults.ts';
import { noncesRefused, type Wire } from './wire.ts';

/** What passed the proxy, in numbers. */
export interface Counts {
  readonly requests: number;
  readonly faults: Readonly<Record<Fault, number>>;
  /** Writes whose repeat was refused with our own nonce: committed. */
  readonly knownByNonce: number;
  /** Transactions whose repeat DynamoDB knew by its token: committed. */
  readonly knownByToken: number;
}

/** Counts what passes the proxy. */
export interface Tally {
  requested(): void;
  met(fault: Fault): void;
  /** The service has answered, whether or not its answer arrives. */
  executed(wire: Wire, answer: Answered): void;
  /** An answer of the service goes to the caller. */
  answered(wire: Wire, answer: Answered): void;
  counts(): Counts;
}

/** Makes a tally at zero. */
export function makeTally(): Tally {
  let requests = 0;
  const faults = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const times = new Map<string, number>();
  const known = { byNonce: new Set<string>(), byToken: new Set<string>() };
  return {
    requested() {
      requests += 1;
    },
    met(fault) {
      faults[fault] += 1;
    },
    executed({ nonce }, { status }) {
      if (nonce !== undefined && status === 200) times.set(nonce, (times.get(nonce) ?? 0) + 1);
    },
    answered({ nonce, writes }, { status, body }) {
      if (nonce === undefined) return;
      if (status === 400 && noncesRefused(body).includes(nonce)) known.byNonce.add(nonce);
      if (status === 200 && writes > 0 && (times.get(nonce) ?? 0) > 1) known.byToken.add(nonce);
    },
    counts: () => ({
      requests,
      faults: { ...faults },
      knownByNonce: known.byNonce.size,
      knownByToken: known.byToken.size,
    }),
  };
}

/** The counts of two parts together. */
export function addCounts(left: Counts | undefined, right: Counts): Counts {
  if (left === undefined) return right;
  const sums = FAULTS.map((fault) => [fault, left.faults[fault] + right.faults[fault]] as const);
  return {
    requests: left.requests + right.requests,
    faults: Object.fromEntries(sums) as Record<Fault, number>,
    knownByNonce: left.knownByNonce + right.knownByNonce,
    knownByToken: left.knownByToken + right.knownByToken,
  };
}
