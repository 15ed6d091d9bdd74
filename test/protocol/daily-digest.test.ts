import { expect, it } from 'vitest';
import {
  digestDone,
  digestName,
  forgetDigest,
  openDigest,
  readDailyDigest,
} from '../../shared/protocol/daily-digest.ts';
import { CONTROL, DIGEST_PREFIX } from '../../shared/protocol/keys.ts';
import { makeMemoryStore } from '../../shared/store/memory.ts';
import { DAY } from '../../shared/time/clock.ts';

const DIGEST = { entry: 'dba', from: Date.UTC(2026, 10, 27, 1), to: Date.UTC(2026, 10, 28, 1) };

it('a digest is opened once, done, and forgotten', async () => {
  const store = makeMemoryStore();
  const listed = async () => (await store.list(CONTROL, `${DIGEST_PREFIX}dba#`)).map(readDailyDigest);

  expect(await store.transact([openDigest(DIGEST)])).toEqual({ committed: true });
  expect(await store.transact([openDigest(DIGEST)])).toMatchObject({ committed: false });
  expect(await listed()).toEqual([DIGEST]);
  await store.transact([digestDone(DIGEST)]);
  await store.transact([openDigest({ ...DIGEST, from: DIGEST.to, to: DIGEST.to + DAY })]);
  expect(await listed()).toMatchObject([{ ...DIGEST, done: true }, { from: DIGEST.to }]);
  await store.transact([forgetDigest(DIGEST)]);
  expect(await listed()).toMatchObject([{ from: DIGEST.to }]);
});

it('their names are in the order of time', () => {
  expect(digestName(DIGEST.to)).toBe('2026-11-28T01:00:00.000Z');
  expect(digestName(DIGEST.from) < digestName(DIGEST.to)).toBe(true);
});
