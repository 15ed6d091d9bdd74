import { expect, it } from 'vitest';
import { isJson } from '../../shared/api/media-type.ts';

it.each([
  ['application/json', true],
  ['Application/JSON; charset=UTF-8', true],
  ['application/json; charset="utf-8"', true],
  ['application/json;charset=utf-16', false],
  ['application/json; version=2', false],
  ['application/problem+json', false],
  ['application/jsonp', false],
  ['text/json', false],
  ['text/plain, application/json', false],
  ['', false],
])('%s is JSON as we take it: %s', (type, json) => {
  expect(isJson(new Headers({ 'content-type': type }))).toBe(json);
});

it.each([
  ['identity', true],
  ['gzip', false],
  ['gzip, identity', false],
])('content encoding %s: %s', (encoding, json) => {
  expect(isJson(new Headers({ 'content-type': 'application/json', 'content-encoding': encoding }))).toBe(
    json,
  );
});
