import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isPublicAddress, literalAddress } from '../../shared/notify/public-address.ts';

describe('an address is public', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2408:4000::1',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.255.255'],
    ['this machine', '127.8.9.1'],
    ['instance metadata', '169.254.169.254'],
    ['container credentials', '169.254.170.2'],
    ['metadata in shared address space', '100.100.100.200'],
    ['metadata in shared address space', '100.96.0.96'],
    ['benchmarks', '198.19.0.1'],
    ['documentation', '203.0.113.9'],
    ['multicast', '224.0.0.1'],
    ['reserved', '250.1.2.3'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['this machine', '::1'],
    ['mapped IPv4', '::ffff:10.0.0.1'],
    ['mapped public IPv4', '::ffff:8.8.8.8'],
    ['translated IPv4', '64:ff9b::a00:1'],
    ['unique local', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['Teredo', '2001:0:4136:e378::1'],
    ['documentation', '2001:db8::1'],
    ['6to4', '2002:a00:1::1'],
    ['documentation', '3fff::1'],
    ['no address', 'example.com'],
    ['no address', ''],
  ])('not %s: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('never, where it is this machine', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, (b, c, d) => {
        const address = `127.${b}.${c}.${d}`;
        expect([isLoopbackAddress(address), isPublicAddress(address)]).toEqual([true, false]);
      }),
    );
  });
});

describe('what a URL names by number', () => {
  it.each([
    ['https://10.0.0.1/', '10.0.0.1'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://[::1]:8443/', '::1'],
    ['https://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
    ['https://example.com/', undefined],
    ['https://10.0.0.1.example.com/', undefined],
  ])('%s', (url, address) => {
    expect(literalAddress(new URL(url))).toBe(address);
  });
});
