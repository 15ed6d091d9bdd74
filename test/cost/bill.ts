import { STEP_FUNCTIONS, type StepName } from '../../shared/workflow/names.ts';
import type { HistoryCounts } from './counts.ts';
import { COMPUTING, computed, gigabyteSeconds, LOADING, RENEWALS_A_DAY, WAITING } from './durations.ts';
import { DAYS_OF_A_MONTH, type IdleMonth } from './idle-month.ts';
import { BYTES_AROUND_A_CALL } from './log-bytes.ts';
import type { MemoryOf } from './memory.ts';
import type { Billed } from './price.ts';
import type { Played } from './stories.ts';

/** Whether each call of a run begins in an environment of its own, or finds one that another run has left. */
export type Start = 'cold' | 'warm';

/** The functions of the workflow that sign calls of the vendor: each reads the account's secret when it is cold. */
const SIGNING = new Set(['CheckWindow', 'SwitchOver', 'PollStatus']);

/** What the bill of one run says. */
export function billOfRun(played: Played, memory: MemoryOf, start: Start): Billed {
  const { history, units, vendor, busEvents, logBytes } = played;
  const { invocations } = history;
  const cold = start === 'cold';
  return {
    stateTransitions: history.states + history.retries,
    lambdaRequests: invocations.length,
    lambdaGigabyteSeconds:
      stayed(history, memory) +
      (cold ? loaded(history, memory) : 0) +
      computedBy(history, memory, cold ? 'first' : 'warm') +
      gigabyteSeconds(units.calls * WAITING.storeCall, largest(memory)) +
      gigabyteSeconds((vendor.reads + vendor.sends) * WAITING.vendorCall, largest(memory)),
    writeUnits: units.writeUnits,
    readUnits: units.readUnits,
    secretReads: cold ? invocations.filter(({ step }) => SIGNING.has(step)).length : 0,
    busEvents,
    scheduledCalls: 0,
    queueRequests: 0,
    logBytes: logBytes + invocations.length * BYTES_AROUND_A_CALL,
    // One for an execution; what due skips starts none.
    traces: history.states > 0 ? 1 : 0,
  };
}

/** The calls, for as long as the history says that each was under way. */
const stayed = ({ invocations }: HistoryCounts, memory: MemoryOf): number =>
  sumOf(invocations, ({ step, milliseconds }) => gigabyteSeconds(milliseconds, memory[fileOf(step)]));

/** The loading of each call's function. */
const loaded = ({ invocations }: HistoryCounts, memory: MemoryOf): number =>
  sumOf(invocations, ({ step }) => gigabyteSeconds(LOADING[fileOf(step)], memory[fileOf(step)]));

/** What each call computes. */
const computedBy = ({ invocations }: HistoryCounts, memory: MemoryOf, call: 'first' | 'warm'): number =>
  sumOf(invocations, ({ step }) => ofComputing(fileOf(step), memory, call));

const ofComputing = (name: keyof typeof COMPUTING, memory: MemoryOf, call: 'first' | 'warm'): number =>
  gigabyteSeconds(computed(COMPUTING[name][call], memory[name]), memory[name]);

const fileOf = (step: StepName) => STEP_FUNCTIONS[step].file;

const sumOf = <Each>(all: readonly Each[], amount: (each: Each) => number): number =>
  all.reduce((sum, each) => sum + amount(each), 0);

const largest = (memory: MemoryOf): number => Math.max(...Object.values(memory));

/** What the bill of a month says in which nothing was due. */
export function billOfIdleMonth({ passes, units, logBytes }: IdleMonth, memory: MemoryOf): Billed {
  const renewals = RENEWALS_A_DAY * DAYS_OF_A_MONTH;
  return {
    stateTransitions: 0,
    lambdaRequests: passes,
    lambdaGigabyteSeconds:
      sumOf(['due', 'settle'] as const, (name) => {
        const environment = gigabyteSeconds(LOADING[name], memory[name]) + ofComputing(name, memory, 'first');
        return renewals * environment + (passes / 2 - renewals) * ofComputing(name, memory, 'warm');
      }) + gigabyteSeconds(units.calls * WAITING.storeCall, Math.max(memory.due, memory.settle)),
    writeUnits: units.writeUnits,
    readUnits: units.readUnits,
    secretReads: 0,
    busEvents: 0,
    scheduledCalls: passes,
    // Each settle looks for dead letters.
    queueRequests: passes / 2,
    logBytes: logBytes + passes * BYTES_AROUND_A_CALL,
    traces: 0,
  };
}
