import { describe, expect, it } from 'vitest';
import { serviceAddress } from '../../shared/cli/service-address.ts';

const WITH_TOKEN = { OFFPEAK_TOKEN: 'canary-token' };

describe('which service is meant, and how to prove who asks', () => {
  it.each([
    [{}, {}],
    [{ store: 'a.sqlite' }, { storePath: 'a.sqlite' }],
    [{ url: 'https://offpeak.example.com/' }, { url: 'https://offpeak.example.com', token: 'canary-token' }],
    [{ url: 'http://127.0.0.1:8099' }, { url: 'http://127.0.0.1:8099', token: 'canary-token' }],
    [
      { url: 'https://abc123.execute-api.eu-central-1.amazonaws.com' },
      { url: 'https://abc123.execute-api.eu-central-1.amazonaws.com', region: 'eu-central-1' },
    ],
    [
      { url: 'https://abc123.execute-api.cn-north-1.amazonaws.com.cn/' },
      { url: 'https://abc123.execute-api.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
    ],
    [
      { url: 'https://abc123-vpce-0a1.execute-api.cn-north-1.vpce.amazonaws.com.cn' },
      { url: 'https://abc123-vpce-0a1.execute-api.cn-north-1.vpce.amazonaws.com.cn', region: 'cn-north-1' },
    ],
    [
      { url: 'https://offpeak.example.com/ops', region: 'us-gov-west-1' },
      { url: 'https://offpeak.example.com/ops', region: 'us-gov-west-1' },
    ],
    [
      { url: 'https://execute-api.cn-north-1.amazonaws.com.evil.example' },
      { url: 'https://execute-api.cn-north-1.amazonaws.com.evil.example', token: 'canary-token' },
    ],
  ])('%j', (choice, expected) => {
    expect(serviceAddress(choice, WITH_TOKEN)).toEqual(expected);
  });

  it('needs no token where AWS credentials sign', () => {
    expect(serviceAddress({ url: 'https://a.example', region: 'cn-north-1' }, {})).toMatchObject({
      region: 'cn-north-1',
    });
  });

  it.each([
    ['http://offpeak.example.com', 'a token is not sent to offpeak.example.com in the clear'],
    ['http://abc123.execute-api.cn-north-1.amazonaws.com.cn', 'must begin with https'],
    ['ftp://offpeak.example.com', 'must be an address'],
    ['offpeak.example.com', 'must be an address'],
    ['https://offpeak.example.com?x=1', 'a query or fragment has no meaning'],
    ['https://offpeak.example.com/#x', 'a query or fragment has no meaning'],
    ['https://me:canary-pass@offpeak.example.com', 'must not hold a name or a password'],
  ])('nothing is sent to %s', (url, sentence) => {
    expect(() => serviceAddress({ url }, WITH_TOKEN)).toThrow(sentence);
  });

  it.each([
    [{ region: 'cn-north-1' }, '--region belongs to --url'],
    [{ url: 'https://offpeak.example.com' }, 'Set OFFPEAK_TOKEN'],
  ])('%j is not enough', (choice, sentence) => {
    expect(() => serviceAddress(choice, {})).toThrow(sentence);
  });
});
