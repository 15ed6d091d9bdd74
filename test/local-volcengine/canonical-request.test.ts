import { expect, it } from 'vitest';
import { canonicalRequest, readQuery, sha256 } from '../../shared/local-volcengine/canonical-request.ts';

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const request = {
  method: 'POST',
  path: '/',
  query: 'Version=2020-12-07&Action=SwitchOver',
  headers: new Map([
    ['x-date', ' 20260102T030405Z '],
    ['host', 'open.volcengineapi.com'],
    ['x-note', 'two   words'],
  ]),
  body: new Uint8Array(),
};

it('joins method, path, sorted query, sorted headers, their names and the body hash', () => {
  expect(canonicalRequest(request, ['x-date', 'host']).split('\n')).toEqual([
    'POST',
    '/',
    'Action=SwitchOver&Version=2020-12-07',
    'host:open.volcengineapi.com',
    'x-date:20260102T030405Z',
    '',
    'host;x-date',
    EMPTY_HASH,
  ]);
});

it('collapses white space inside a value and takes a header that was not sent as empty', () => {
  const lines = canonicalRequest(request, ['x-note', 'x-absent']).split('\n');

  expect(lines.slice(3, 5)).toEqual(['x-absent:', 'x-note:two words']);
});

it.each([
  ['a=%20&b=%7E', 'a=%20&b=~'],
  ['a=x+y', 'a=x%20y'],
  ['b=2&b=1&a=', 'a=&b=1&b=2'],
  ["q='!()*", 'q=%27%21%28%29%2A'],
  ['a&b==', 'a=&b=%3D'],
  ['', ''],
])('the query %s becomes %s', (query, canonical) => {
  expect(canonicalRequest({ ...request, query }, []).split('\n')[2]).toBe(canonical);
});

it('a query that is not percent-encoding reads as nothing', () => {
  expect(readQuery('a=%zz')).toBeUndefined();
});

it('hashes are lower-case hex', () => {
  expect(sha256('')).toBe(EMPTY_HASH);
});
