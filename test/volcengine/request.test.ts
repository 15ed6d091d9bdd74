import { describe, expect, it } from 'vitest';
import { Credentials } from '../../shared/volcengine/credentials.ts';
import { resolveHost } from '../../shared/volcengine/hosts.ts';
import { type Operation, signedRequest } from '../../shared/volcengine/request.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const SCOPE = { host: resolveHost({ region: 'cn-beijing' }), region: 'cn-beijing', service: 'Redis' };
const KEY = { accessKeyId: 'AK', secretAccessKey: 'secret' };

function request(operation: Partial<Operation> = {}, fields: Partial<Credentials> = {}) {
  const whole = { action: 'DescribeTasks', parameters: { A: 1 }, ...operation };
  return signedRequest(SCOPE, whole, new Credentials({ ...KEY, ...fields }), AT);
}

describe('the wire form of an operation', () => {
  it('puts action and version in the query, parameters in the body', () => {
    const { path, body, headers } = request();

    expect([path, body]).toEqual(['/?Action=DescribeTasks&Version=2020-12-07', '{"A":1}']);
    expect(headers).toMatchObject({
      Host: 'redis.cn-beijing.volcengineapi.com',
      'Content-Type': 'application/json; charset=utf-8',
      'X-Date': '20260102T030405Z',
    });
  });

  it('puts the life of the signature in the query, where it is signed', () => {
    const [short, long] = [request({ lifeSeconds: 30 }), request({ lifeSeconds: 31 })];

    expect(short.path).toBe('/?Action=DescribeTasks&Version=2020-12-07&X-Expires=30');
    expect(short.headers.Authorization).not.toBe(long.headers.Authorization);
  });

  it('signs every header that it sets', () => {
    const { headers } = request({}, { sessionToken: 'token' });

    const signed = /SignedHeaders=([^,]+)/
      .exec(headers.Authorization ?? '')
      ?.at(1)
      ?.split(';');
    const set = Object.keys(headers).filter((name) => name !== 'Authorization');
    expect(signed).toEqual(set.map((name) => name.toLowerCase()).sort());
  });

  it('has a session token only with temporary credentials', () => {
    expect(request().headers).not.toHaveProperty('X-Security-Token');
    expect(request({}, { sessionToken: 'token' }).headers).toHaveProperty('X-Security-Token', 'token');
  });
});
