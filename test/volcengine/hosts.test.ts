import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidSettings } from '../../shared/volcengine/errors.ts';
import { type HostSettings, resolveHost } from '../../shared/volcengine/hosts.ts';

describe('live hosts come from a list', () => {
  it.each([
    [{ region: 'cn-beijing' }, 'https://redis.cn-beijing.volcengineapi.com'],
    [{ region: 'cn-beijing-autodriving' }, 'https://redis.cn-beijing-autodriving.volcengineapi.com'],
    [{ region: 'cn-shanghai', form: 'shared' }, 'https://open.volcengineapi.com'],
    [{ region: 'ap-southeast-1', provider: 'byteplus' }, 'https://redis.ap-southeast-1.byteplusapi.com'],
  ] as [HostSettings, string][])('%j → %s', (settings, origin) => {
    const host = resolveHost(settings);

    expect(host).toEqual({ origin, name: origin.slice('https://'.length), practice: false });
  });

  it('BytePlus has no shared host', () => {
    expect(() => resolveHost({ region: 'ap-southeast-1', provider: 'byteplus', form: 'shared' })).toThrow(
      InvalidSettings,
    );
  });

  it.each([
    '',
    'beijing',
    'cn-beijing.evil.com',
    'cn-beijing/',
    'CN-BEIJING',
    'cn_beijing',
    'cn-beijing@x',
    'cn-\n',
  ])('refuses the region %j', (region) => {
    expect(() => resolveHost({ region })).toThrow(InvalidSettings);
  });

  it('whatever the region says, only hosts of the vendor come out', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{2}-[a-z0-9.@/-]+$/)), (region) => {
        let origin: string;
        try {
          origin = resolveHost({ region }).origin;
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidSettings);
          return;
        }
        const url = new URL(origin);
        expect(url.hostname).toBe(`redis.${region}.volcengineapi.com`);
        expect(url.hostname.split('.')).toHaveLength(4);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('practice is explicit and stays on this machine', () => {
  it.each([
    ['http://127.0.0.1:4001', 'http://127.0.0.1:4001', '127.0.0.1:4001'],
    ['http://127.0.0.1:4001/', 'http://127.0.0.1:4001', '127.0.0.1:4001'],
    ['http://[::1]:4001', 'http://[::1]:4001', '[::1]:4001'],
  ])('%s', (practiceEndpoint, origin, name) => {
    expect(resolveHost({ region: 'cn-beijing', practiceEndpoint })).toEqual({ origin, name, practice: true });
  });

  it.each([
    'https://127.0.0.1:4001',
    'http://localhost:4001',
    'http://127.0.0.1.evil.com',
    'http://10.0.0.1:4001',
    'http://169.254.169.254',
    'http://[::ffff:10.0.0.1]:1',
    'http://127.0.0.1:4001/path',
    'http://127.0.0.1:4001/?a=b',
    'https://redis.cn-beijing.volcengineapi.com',
    'file:///etc/passwd',
    '127.0.0.1:4001',
    '',
  ])('refuses %j', (practiceEndpoint) => {
    expect(() => resolveHost({ region: 'cn-beijing', practiceEndpoint })).toThrow(InvalidSettings);
  });

  it('does not repeat a password', () => {
    const attempt = () =>
      resolveHost({ region: 'cn-beijing', practiceEndpoint: 'http://me:canary@127.0.0.1:1' });

    expect(attempt).toThrow(InvalidSettings);
    expect(attempt).not.toThrow(/canary/);
  });
});
