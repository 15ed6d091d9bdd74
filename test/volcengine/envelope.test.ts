import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../shared/volcengine/envelope.ts';

describe('an envelope', () => {
  it('of a success keeps id, action and Result as they came', () => {
    const Result = { Total: 1, Unknown: { deep: [null] } };

    const read = readEnvelope(bytes({ ResponseMetadata: { RequestId: 'r1', Action: 'SwitchOver' }, Result }));

    expect(read).toEqual({ requestId: 'r1', action: 'SwitchOver', result: Result });
  });

  it('of an error keeps code and message', () => {
    const error = { CodeN: 100012, Code: 'LackPolicy', Message: 'no', Data: {} };

    const read = readEnvelope(bytes({ ResponseMetadata: { RequestId: 'r1', Error: error } }));

    expect(read).toEqual({
      requestId: 'r1',
      error: { code: 'LackPolicy', message: 'no' },
      result: undefined,
    });
  });

  it('may begin with a byte order mark', () => {
    const body = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      bytes({ ResponseMetadata: { RequestId: 'r1' } }),
    ]);

    expect(readEnvelope(body)).toMatchObject({ requestId: 'r1' });
  });
});

describe('no envelope', () => {
  it.each([
    ['an empty request id', { ResponseMetadata: { RequestId: '' } }, 'NotAnEnvelope'],
    ['a request id of a kilobyte', { ResponseMetadata: { RequestId: 'r'.repeat(1_024) } }, 'NotAnEnvelope'],
    ['a numeric request id', { ResponseMetadata: { RequestId: 7 } }, 'NotAnEnvelope'],
    ['an Error that is a string', { ResponseMetadata: { RequestId: 'r', Error: 'x' } }, 'NotAnEnvelope'],
    ['the bare gateway form', { HTTPCode: 503, errorcode: 1001, message: 'down' }, 'BareGatewayForm'],
  ])('%s', (_name, body, fault) => {
    expect(readEnvelope(bytes(body))).toMatchObject({ fault });
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (body) => 'fault' in readEnvelope(body)));
  });
});

function bytes(json: unknown): Buffer {
  return Buffer.from(JSON.stringify(json));
}
