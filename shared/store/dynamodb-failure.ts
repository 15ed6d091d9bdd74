import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';

/**
 * What a failed request to DynamoDB means.
 *
 * - `refused`: a condition did not hold; nothing was written by this request.
 * - `busy`: throttled, or in conflict with another transaction; nothing was written, ask again.
 * - `lost`: no usable answer came; nobody knows whether it was written.
 * - `invalid`: DynamoDB will never accept this request.
 * - `failed`: anything else that asking again does not mend, such as a missing table or permission.
 */
export type FailureKind = 'refused' | 'busy' | 'lost' | 'invalid' | 'failed';

/** Not all of a batch came back. */
export class Unprocessed extends Error {
  override readonly name = 'Unprocessed';
}

const BUSY: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'Unprocessed',
]);
const BUSY_REASONS: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);
const INVALID_REASONS: ReadonlySet<string> = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/** Sorts a failure by what it says about the request, never by its words. */
export function failureKind(error: unknown): FailureKind {
  if (!(error instanceof Error)) return 'failed';
  if (error instanceof ConditionalCheckFailedException) return 'refused';
  if (error instanceof TransactionCanceledException) return cancellationKind(error);
  if (BUSY.has(error.name)) return 'busy';
  if (error.name === 'ValidationException') return 'invalid';
  if (error.name === 'CredentialsProviderError') return 'failed';
  const status = metadataOf(error).httpStatusCode;
  return status === undefined || status < 400 || status >= 500 ? 'lost' : 'failed';
}

/** One refused write, with the item as DynamoDB sent it along. */
export interface RefusedWrite {
  readonly index: number;
  readonly item: Record<string, AttributeValue> | undefined;
}

/** The writes whose conditions did not hold, in the order of the transaction. */
export function refusedWrites(error: unknown): readonly RefusedWrite[] {
  if (error instanceof ConditionalCheckFailedException) return [{ index: 0, item: error.Item }];
  if (!(error instanceof TransactionCanceledException)) return [];
  return (error.CancellationReasons ?? []).flatMap(({ Code, Item }, index) =>
    Code === 'ConditionalCheckFailed' ? [{ index, item: Item }] : [],
  );
}

/** How often the SDK itself sent the request: above 1, an earlier answer may have been lost inside it. */
export function attemptsInside(error: unknown): number {
  return error instanceof Error ? (metadataOf(error).attempts ?? 1) : 1;
}

/** What came back, in one line: name, words, request id. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { requestId } = metadataOf(error);
  return `${error.name}: ${error.message}${requestId === undefined ? '' : ` (request ${requestId})`}`;
}

function cancellationKind(error: TransactionCanceledException): FailureKind {
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  if (codes.includes('ConditionalCheckFailed')) return 'refused';
  if (codes.some((code) => INVALID_REASONS.has(code))) return 'invalid';
  return codes.some((code) => BUSY_REASONS.has(code)) ? 'busy' : 'failed';
}

interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly attempts?: number;
}

function metadataOf(error: Error): Metadata {
  return '$metadata' in error && isMetadata(error.$metadata) ? error.$metadata : {};
}

function isMetadata(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null;
}
