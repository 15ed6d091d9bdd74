import { describe, expect, it } from 'vitest';
import { makeApiRig } from './api-rig.ts';

describe('every answer', () => {
  it.each(['/v1/health', '/v1/runs', '/nowhere'])(
    '%s carries the security headers and no CORS header',
    async (path) => {
      const { get } = await makeApiRig();

      const { headers } = await get(path, { origin: 'https://example.org' });

      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );
});
