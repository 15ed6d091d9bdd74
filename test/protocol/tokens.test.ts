import { describe, expect, it } from 'vitest';
import { runPartition, TOKEN_PREFIX } from '../../shared/protocol/keys.ts';
import { addToken, readToken, tokenAnswered } from '../../shared/protocol/tokens.ts';
import { aRun, commits, NOW, putRun, runIn, storeWith } from './runs.ts';

describe('the token of a waiting workflow', () => {
  it('is added once, however often it is delivered, and changes nothing else', async () => {
    const store = await storeWith(putRun(aRun()));
    expect(await commits(store, [addToken(aRun(), 'token')])).toBe(true);
    expect(await commits(store, [addToken(aRun(), 'token')])).toBe(false);
    expect(await commits(store, [addToken(aRun(), 'another')])).toBe(true);
    expect(await store.list(runPartition('run-1'), TOKEN_PREFIX)).toHaveLength(2);
    expect(await runIn(store)).toEqual(aRun());
  });

  it('is kept as given, and never in a key', async () => {
    const store = await storeWith();
    await commits(store, [addToken(aRun(), 'secret+token==')]);
    const [item] = await store.list(runPartition('run-1'), TOKEN_PREFIX);
    if (item === undefined) throw new Error('the token is there');
    expect(item.key.sort).toMatch(/^token#[0-9a-f]{64}$/);
    expect(readToken(item)).toEqual({ token: 'secret+token==' });
  });

  it('says when it was answered', async () => {
    const store = await storeWith();
    await commits(store, [addToken(aRun(), 'token')]);
    const [item] = await store.list(runPartition('run-1'), TOKEN_PREFIX);
    if (item === undefined) throw new Error('the token is there');
    await commits(store, [tokenAnswered(item.key, NOW)]);
    const [answered] = await store.list(runPartition('run-1'), TOKEN_PREFIX);
    expect(answered && readToken(answered)).toEqual({ token: 'token', answeredAt: NOW });
  });
});
