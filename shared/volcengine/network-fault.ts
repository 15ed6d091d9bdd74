/** Why no complete answer came: our own codes, in the place where the vendor's would stand. */
export type NetworkFaultCode =
  | 'Timeout'
  | 'ConnectionRefused'
  | 'ConnectionReset'
  | 'NameNotResolved'
  | 'TlsFailed'
  | 'NotHttp'
  | 'AnswerTooLarge'
  | 'NetworkFailed';

export interface NetworkFault {
  readonly code: NetworkFaultCode;
  readonly message: string;
}

const FAULTS: readonly (readonly [pattern: RegExp, code: NetworkFaultCode, sentence: string])[] = [
  [/^(TimeoutError|UND_ERR_\w*TIMEOUT|ETIMEDOUT)$/, 'Timeout', 'no complete answer in time'],
  [/^ECONNREFUSED$/, 'ConnectionRefused', 'the connection was refused'],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_(REQ|RES)_CONTENT_LENGTH_MISMATCH)$/,
    'ConnectionReset',
    'the connection was cut',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'NameNotResolved', 'the host name did not resolve'],
  [
    /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/,
    'TlsFailed',
    'TLS failed',
  ],
  [/^(HPE_|HTTPParserError$)/, 'NotHttp', 'the answer was not HTTP'],
];

/**
 * Names what a dispatcher threw. Never repeats the error's own message: an interceptor's or a mock's may hold the headers.
 * Looks through `cause` and `AggregateError`, which undici and Node wrap around the socket's error.
 */
export function networkFault(error: unknown): NetworkFault {
  const marks = marksOf(error, 0);
  for (const mark of marks) {
    const known = FAULTS.find(([pattern]) => pattern.test(mark));
    if (known) return { code: known[1], message: `${known[2]} (${mark})` };
  }
  return { code: 'NetworkFailed', message: `the exchange failed (${marks[0] ?? 'no reason given'})` };
}

/** The codes and names of an error and of those inside it, outermost first. */
function marksOf(error: unknown, depth: number): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...code, error.name, ...[error.cause, ...inner].flatMap((one) => marksOf(one, depth + 1))].filter(
    (mark) => /^\w{1,60}$/.test(mark),
  );
}
