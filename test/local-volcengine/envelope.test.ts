import { expect, it } from 'vitest';
import { failure, success } from '../../shared/local-volcengine/envelope.ts';

const request = { requestId: 'R1', action: 'SwitchOver', version: '2020-12-07', region: 'cn-beijing' };
const metadata = {
  RequestId: 'R1',
  Action: 'SwitchOver',
  Version: '2020-12-07',
  Service: 'Redis',
  Region: 'cn-beijing',
};

it('a success has no Error', () => {
  expect(success(request, { Total: 0 })).toEqual({
    httpStatus: 200,
    envelope: { ResponseMetadata: metadata, Result: { Total: 0 } },
  });
});

it('a failure travels under the status of its code', () => {
  const error = { CodeN: 100010, Code: 'SignatureDoesNotMatch', Message: 'no' };

  expect(failure(request, { code: 'SignatureDoesNotMatch', message: 'no' })).toEqual({
    httpStatus: 401,
    envelope: { ResponseMetadata: { ...metadata, Error: error }, Result: null },
  });
});
