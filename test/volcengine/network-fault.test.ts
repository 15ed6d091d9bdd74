import { describe, expect, it } from 'vitest';
import { networkFault } from '../../shared/volcengine/network-fault.ts';

function failure(code: string, message = 'canary'): Error {
  return Object.assign(new Error(message), { code });
}

describe('what the network threw gets one of our names', () => {
  it.each([
    ['UND_ERR_CONNECT_TIMEOUT', 'Timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'Timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'Timeout'],
    ['ETIMEDOUT', 'Timeout'],
    ['ECONNREFUSED', 'ConnectionRefused'],
    ['ECONNRESET', 'ConnectionReset'],
    ['EPIPE', 'ConnectionReset'],
    ['UND_ERR_SOCKET', 'ConnectionReset'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ConnectionReset'],
    ['ENOTFOUND', 'NameNotResolved'],
    ['EAI_AGAIN', 'NameNotResolved'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TlsFailed'],
    ['CERT_HAS_EXPIRED', 'TlsFailed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'TlsFailed'],
    ['EPROTO', 'TlsFailed'],
    ['HPE_INVALID_CONSTANT', 'NotHttp'],
    ['EHOSTUNREACH', 'NetworkFailed'],
  ])('%s → %s', (thrown, code) => {
    expect(networkFault(failure(thrown))).toEqual({ code, message: expect.stringContaining(thrown) });
  });

  it('a time-out of the platform', () => {
    expect(networkFault(new DOMException('canary', 'TimeoutError')).code).toBe('Timeout');
  });

  it.each([
    ['in the cause', new TypeError('fetch failed', { cause: failure('ECONNRESET') })],
    ['among several addresses', new AggregateError([failure('ECONNRESET'), failure('ECONNREFUSED')])],
  ])('finds the socket error %s', (_where, error) => {
    expect(networkFault(error).code).toBe('ConnectionReset');
  });

  it.each([undefined, 'canary', { code: 'ECONNRESET' }, new Error('canary'), failure('a canary sentence')])(
    '%#: what is not known is NetworkFailed, and its message is not repeated',
    (thrown) => {
      const fault = networkFault(thrown);

      expect(fault.code).toBe('NetworkFailed');
      expect(fault.message).not.toContain('canary');
    },
  );

  it('ends on an error that causes itself', () => {
    const error = new Error('loop');
    error.cause = error;

    expect(networkFault(error).code).toBe('NetworkFailed');
  });
});
