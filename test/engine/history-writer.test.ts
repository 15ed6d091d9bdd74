import { describe, expect, it } from 'vitest';
import type { Execution, HistoryEvent, Journal } from '../../shared/engine/engine.ts';
import { HISTORY_LIMIT, HistoryWriter } from '../../shared/engine/history-writer.ts';
import { Interruption } from '../../shared/engine/invoke.ts';
import { makeMemoryJournal } from '../../shared/engine/journal-memory.ts';
import { START } from './harness.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const EXECUTION: Execution = { name: 'one', status: 'RUNNING', input: { a: 1 }, startedAt: START };
const STARTED = { type: 'ExecutionStarted', data: { input: EXECUTION.input } };
const ENTERED = { type: 'PassStateEntered', state: 'A', data: { input: {} } };
const EXITED = { type: 'PassStateExited', state: 'A', data: { output: {}, next: 'A' } };

async function makeWriter(events: readonly HistoryEvent[] = [], over: Partial<Journal> = {}) {
  const journal = makeMemoryJournal();
  await journal.create(EXECUTION);
  await journal.append(EXECUTION.name, events);
  const parts = { journal: { ...journal, ...over }, clock: makeVirtualClock(START), startAt: 'A' };
  const written = async () => (await journal.read(EXECUTION.name))?.events.slice(events.length);
  return { journal, written, writer: new HistoryWriter(parts, EXECUTION, events) };
}

/** A history whose last event has this number: the start, then in and out of one state. */
const upTo = (last: number): readonly HistoryEvent[] =>
  Array.from({ length: last }, (_, index) => {
    const event = index === 0 ? STARTED : index % 2 === 1 ? ENTERED : EXITED;
    return { id: index + 1, at: START, ...event };
  });

describe('a history being written', () => {
  it('numbers events on from those that it was given', async () => {
    const { written, writer } = await makeWriter(upTo(1));
    await writer.append([ENTERED]);

    expect(await written()).toEqual([{ id: 2, at: START, ...ENTERED }]);
    expect(writer.progress).toMatchObject({ lastId: 2, position: { at: 'inside' } });
  });

  it('is not followed where the journal did not take it', async () => {
    const full = new Error('disk full');
    const { writer } = await makeWriter([], { append: () => Promise.reject(full) });

    await expect(writer.append([STARTED])).rejects.toBe(full);
    expect(writer.progress).toMatchObject({ lastId: 0, position: { at: 'start' } });
  });

  it('ends the execution with the events that end it', async () => {
    const { journal, writer } = await makeWriter(upTo(1));
    await writer.append([{ type: 'ExecutionSucceeded' }], { status: 'SUCCEEDED', output: 7 });

    expect(writer.execution).toEqual({ ...EXECUTION, status: 'SUCCEEDED', output: 7, stoppedAt: START });
    expect((await journal.read('one'))?.execution).toEqual(writer.execution);
  });

  it.each([
    { room: 'for one more', from: HISTORY_LIMIT - 2, types: ['PassStateEntered', 'ExecutionFailed'] },
    { room: 'for the end alone', from: HISTORY_LIMIT - 1, types: ['ExecutionFailed'] },
  ])('fails the execution at its limit: room $room', async ({ from, types }) => {
    const { written, writer } = await makeWriter(upTo(from));

    await expect(writer.append([ENTERED, ENTERED])).rejects.toBeInstanceOf(Interruption);
    const events = await written();
    expect(events?.map(({ type }) => type)).toEqual(types);
    expect(events?.at(-1)?.id).toBe(HISTORY_LIMIT);
    expect(writer.execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('takes an abortion where there is no room any more', async () => {
    const { writer } = await makeWriter(upTo(HISTORY_LIMIT));
    await writer.commit([{ type: 'ExecutionAborted' }], { status: 'ABORTED' });

    expect(writer.execution.status).toBe('ABORTED');
  });
});
