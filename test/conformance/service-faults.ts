import { createHash } from 'node:crypto';

/** What can happen to a request on its way to DynamoDB and back. Those with `cancelled` happen to transactions only. */
export const FAULTS = [
  'answer dropped',
  'request dropped',
  'answered too late',
  'executed late',
  'delivered twice',
  '500 after',
  '500 before',
  'throttled',
  'over capacity',
  'cancelled: throttled',
  'cancelled: conflict',
] as const;

export type Fault = (typeof FAULTS)[number];

/** One arrival of a request. `what` is the same for each repeat of one request, whose first is attempt 1. */
export interface Delivery {
  readonly operation: string;
  /** How many writes a transaction has; 0 for anything else. */
  readonly writes: number;
  readonly what: string;
  readonly attempt: number;
}

/** An answer of the service. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

const TYPES = 'com.amazonaws.dynamodb.v20120810';

const error = (type: string, message: string, more: object = {}, status = 400): Answered => ({
  status,
  body: JSON.stringify({ __type: type, message, Message: message, ...more }),
});

function cancelled(writes: number, code: string, words: string): Answered {
  const reasons = Array.from({ length: writes }, (_, index) =>
    index === 0 ? { Code: code, Message: words } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return error(`${TYPES}#TransactionCanceledException`, message, { CancellationReasons: reasons });
}

/** The service's own words for the faults that are answers. */
export const WORDS = {
  '500 after': () => error(`${TYPES}#InternalServerError`, 'Internal server error', {}, 500),
  '500 before': () => error(`${TYPES}#InternalServerError`, 'Internal server error', {}, 500),
  throttled: () =>
    error(
      'com.amazon.coral.availability#ThrottlingException',
      'Rate of requests exceeds the allowed throughput.',
    ),
  'over capacity': () =>
    error(
      `${TYPES}#ProvisionedThroughputExceededException`,
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    ),
  'cancelled: throttled': (writes: number) =>
    cancelled(
      writes,
      'ThrottlingError',
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
    ),
  'cancelled: conflict': (writes: number) =>
    cancelled(writes, 'TransactionConflict', 'Transaction is ongoing for the item'),
} as const;

/** True where this fault can happen to this request. */
export const fits = (fault: Fault, { writes }: Delivery): boolean =>
  writes > 0 || !fault.startsWith('cancelled');

/** A number in [0, 1) that depends on these words only: the same seed meets each request with the same faults. */
export function chanceOf(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\n')).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** Faults at random: so many of the requests, one of the kinds each. */
export function randomFaults(seed: string, rate: number, kinds: readonly Fault[] = FAULTS) {
  return (delivery: Delivery): Fault | undefined => {
    const chance = chanceOf(seed, delivery.what, delivery.attempt);
    if (chance >= rate) return undefined;
    const fitting = kinds.filter((fault) => fits(fault, delivery));
    return fitting[Math.floor((chance / rate) * fitting.length)];
  };
}
