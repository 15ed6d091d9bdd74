import { describe, expect, it } from 'vitest';
import { continuityFaults } from './continuity.ts';
import type { Story } from './judge.ts';
import { aSend, aStory } from './stories.ts';

const event = { number: 0, at: 0, kind: 'CLAIMED', by: 'test', detail: {}, after: 'the run' };
const earlier = aStory(
  { phase: 'SENDING', outcome: undefined },
  { events: [event], sends: [aSend({ answer: 'none' })] },
);
const wrongs = (before: Story, after: Story | undefined) =>
  continuityFaults(new Map([['run-1', before]]), new Map(after === undefined ? [] : [['run-1', after]])).map(
    ({ wrong }) => wrong,
  );

describe('from one kill to the next', () => {
  it('a run may go on: more events, an answer, an outcome', () => {
    const later = aStory({}, { events: [event, { ...event, number: 1 }] });

    expect(wrongs(earlier, later)).toEqual([]);
  });

  it.each<[string, Story, Story | undefined]>([
    ['it is lost', earlier, undefined],
    ['event 0 was changed or lost', earlier, aStory({}, { events: [] })],
    ['event 0 was changed or lost', earlier, aStory({}, { events: [{ ...event, by: 'somebody' }] })],
    ['its pins were changed or lost', earlier, aStory({}, { events: [event], pins: [] })],
    ['send 1#1 was changed or lost', earlier, aStory({}, { events: [event], sends: [] })],
    ['send 1#1 was changed or lost', aStory(), aStory({}, { sends: [aSend({ answer: 'refused' })] })],
    ['SUCCEEDED · PROVEN became CLOSED FAILED · PROVEN', aStory(), aStory({ outcome: 'FAILED' })],
    ['SUCCEEDED · PROVEN became OBSERVING', aStory(), aStory({ phase: 'OBSERVING' })],
  ])('%s', (wrong, before, after) => {
    expect(wrongs(before, after).join()).toContain(wrong);
  });
});
