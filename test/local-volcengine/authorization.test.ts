import { expect, it } from 'vitest';
import { readAuthorization } from '../../shared/local-volcengine/authorization.ts';

const read = {
  accessKeyId: 'AK',
  date: '20260102',
  region: 'cn-beijing',
  service: 'Redis',
  signedHeaders: ['content-type', 'host', 'x-date'],
  signature: 'ab12',
};

it.each([
  'HMAC-SHA256 Credential=AK/20260102/cn-beijing/Redis/request, SignedHeaders=content-type;host;x-date, Signature=ab12',
  'HMAC-SHA256 Credential=AK/20260102/cn-beijing/Redis/request,SignedHeaders=content-type;host;x-date,Signature=ab12',
  ' HMAC-SHA256   Signature=ab12,  SignedHeaders=Content-Type;Host;X-Date,Credential=AK/20260102/cn-beijing/Redis/request ',
])('reads %s', (header) => {
  expect(readAuthorization(header)).toEqual(read);
});

it.each([
  [undefined, 'MissingAuthenticationToken'],
  ['  ', 'MissingAuthenticationToken'],
  ['Bearer x', 'InvalidAuthorization'],
  ['HMAC-SHA256 Credential=AK/1/r/s/request,Signature=ab', 'InvalidAuthorization'],
  ['HMAC-SHA256 Credential=AK/1/r/s/request,SignedHeaders=host,Signature=', 'MissingSignature'],
  ['HMAC-SHA256 Credential=AK/1/r/s/request/more,SignedHeaders=host,Signature=ab', 'InvalidCredential'],
  ['HMAC-SHA256 Credential=/1/r/s/request,SignedHeaders=host,Signature=ab', 'InvalidCredential'],
])('refuses %s as %s', (header, code) => {
  expect(readAuthorization(header)).toMatchObject({ refusal: { code } });
});
