import { describe, expect, it } from 'vitest';
import { campaign, neverAsked, nightsHere } from './nights/campaign.ts';
import { liveThrough } from './nights/night-report.ts';
import { shortfalls } from './nights/usefulness.ts';
import { calm, makeWorld, ROUGH } from './nights/world.ts';

const digest = (text: string) => text.slice(-32);

describe('a night in which everything may go wrong', () => {
  it('breaks no law, and the laws about sends are asked', async () => {
    const nights = await campaign(nightsHere({ seed: 1, weather: ROUGH }), { runs: 150 }, digest);
    expect(nights.broken?.violations ?? []).toEqual([]);
    // What is rare (a cancelled run, a second run on one instance) may be missing in so few nights; `npm run simulate`
    // fails where any law was never asked.
    expect(neverAsked(nights).filter((name) => !['I20', 'I21', 'I3b', 'I4b', 'I4c'].includes(name))).toEqual(
      [],
    );
  }, 60_000);

  it('happens again in the same way under the same seed', async () => {
    const [one, other] = [await liveThrough(makeWorld(7, ROUGH)), await liveThrough(makeWorld(7, ROUGH))];
    expect(other.trace).toEqual(one.trace);
    expect(other.traceHash).toBe(one.traceHash);
    expect((await liveThrough(makeWorld(8, ROUGH))).traceHash).not.toBe(one.traceHash);
  });
});

it('is the same night where every question goes out to the vendor, also those whose answer is known', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const asked = await liveThrough(makeWorld(seed, ROUGH), { asksAlways: true });
    expect((await liveThrough(makeWorld(seed, ROUGH))).trace).toEqual(asked.trace);
  }
});

describe('a night in which nothing goes wrong', () => {
  it('brings every occurrence to SUCCEEDED', async () => {
    const nights = await campaign(nightsHere({ seed: 1, weather: calm(0) }), { runs: 40 }, digest);
    expect(nights.broken?.violations ?? []).toEqual([]);
    expect(shortfalls(0, nights.useful)).toEqual([]);
    expect(nights.useful['one shard'].occurrences).toBeGreaterThan(10);
    expect(nights.useful.sharded.occurrences).toBeGreaterThan(10);
  });
});
