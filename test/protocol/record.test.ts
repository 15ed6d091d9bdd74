import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { attributesOf, changeOf, RecordUnreadable, readRecord } from '../../shared/protocol/record.ts';

const key = { partition: 'run#r', sort: 'run' };

describe('a record', () => {
  it('is stored without what has no value, at every depth', () => {
    expect(
      attributesOf({ a: 1, b: undefined, c: { d: undefined, e: null }, f: [1, undefined, { g: undefined }] }),
    ).toEqual({ a: 1, c: { e: null }, f: [1, {}] });
  });

  it('changes by what is set and what is removed', () => {
    expect(changeOf({ a: 1, b: undefined })).toEqual({ set: { a: 1 }, remove: ['b'] });
    expect(changeOf({ a: 1 })).toEqual({ set: { a: 1 } });
  });

  it('is read once by a schema where its attributes are frozen, and anew where they may change', () => {
    const [schema, other] = [z.object({ a: z.number() }), z.object({ a: z.number() })];
    const frozen = Object.freeze({ a: 1 });
    expect(readRecord(schema, { key, attributes: frozen })).toBe(
      readRecord(schema, { key, attributes: frozen }),
    );
    expect(readRecord(other, { key, attributes: frozen })).not.toBe(
      readRecord(schema, { key, attributes: frozen }),
    );
    const open = { a: 1 };
    readRecord(schema, { key, attributes: open });
    open.a = 2;
    expect(readRecord(schema, { key, attributes: open })).toEqual({ a: 2 });
  });

  it('of another shape is refused with its key, never repaired', () => {
    const schema = z.object({ a: z.number() });
    expect(readRecord(schema, { key, attributes: { a: 1 } })).toEqual({ a: 1 });
    expect(() => readRecord(schema, { key, attributes: { a: 'x' } })).toThrow(RecordUnreadable);
    expect(() => readRecord(schema, { key, attributes: {} })).toThrow(/^read run#r\/run → /);
  });
});
