import type { Execution, HistoryEvent, Journal } from './engine.ts';
import { ExecutionDoesNotExist, JournalUnreadable } from './errors.ts';

/** A journal for as long as the process lives: for simulation and tests. */
export function makeMemoryJournal(): Journal {
  const records = new Map<string, { execution: Execution; readonly events: HistoryEvent[] }>();
  return {
    create: async (execution) => {
      if (records.has(execution.name)) return false;
      records.set(execution.name, { execution, events: [] });
      return true;
    },
    append: async (name, events, change) => {
      const record = records.get(name);
      if (record === undefined) throw new ExecutionDoesNotExist('append to the history of', name);
      const expected = (record.events.at(-1)?.id ?? 0) + 1;
      const misplaced = events.find((event, index) => event.id !== expected + index);
      if (misplaced !== undefined) {
        throw new JournalUnreadable(`append event ${misplaced.id} to ${name} → event ${expected} comes next`);
      }
      record.events.push(...events);
      record.execution = { ...record.execution, ...change };
    },
    read: async (name) => {
      const record = records.get(name);
      return record && { execution: record.execution, events: [...record.events] };
    },
    running: async () =>
      [...records.values()]
        .filter(({ execution }) => execution.status === 'RUNNING')
        .map((r) => r.execution.name),
  };
}
