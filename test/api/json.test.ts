import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../shared/api/json.ts';

const paths = (text: string) => readJson(text).faults.map(({ path }) => path);

describe('readJson', () => {
  it('reads any JSON as JSON.parse does, without a fault', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(readJson(text)).toEqual({ parsed: true, value: JSON.parse(text), faults: [] });
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', ['body/a']],
    ['{"a":{"b":1,"b":2},"c":[{"d":1,"d":2}]}', ['body/a/b', 'body/c/0/d']],
    ['{"a":1,"\\u0061":2}', ['body/a']],
    ['{"c":[0,[1,{"d":1,"d":1}]]}', ['body/c/1/1/d']],
    ['{"a":"a","b":"a"}', []],
    ['{"a":["a","a"],"b":{"a":1}}', []],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', []],
    ['{"__proto__":1,"__proto__":2}', ['body/__proto__']],
  ])('%s: said twice at %j', (text, expected) => {
    expect(paths(text)).toEqual(expected);
  });

  it('finds a doubled field wherever it stands', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.string(), (inner, name) => {
        const field = JSON.stringify(name);
        expect(paths(`{${field}:${inner},${field}:${inner}}`)).toHaveLength(1);
      }),
    );
  });

  it.each([16, 17, 10_000])('%i levels', (depth) => {
    const { faults } = readJson('['.repeat(depth) + ']'.repeat(depth));

    expect(faults).toHaveLength(depth > 16 ? 1 : 0);
  });

  it.each(['', '{', '{"a":1}x', "{'a':1}", '{"a":01}', '{"a":1,}', 'undefined', '\u00001'])(
    '%j is no JSON',
    (text) => {
      expect(readJson(text)).toMatchObject({ parsed: false, faults: [{ path: 'body' }] });
    },
  );

  it('says where JSON breaks off, not what stands there', () => {
    const [fault] = readJson('{\n  "reason": secret\n}').faults;

    expect(fault?.sentence).toMatch(/^The body is not JSON/);
    expect(fault?.sentence).not.toContain('secret');
  });
});
