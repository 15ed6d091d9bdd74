import type { Words } from './language.ts';

const count = (number: number, one: string, many: string) =>
  number === 1 ? `one ${one}` : `${number} ${many}`;

/** English. */
export const en: Words = {
  run: 'Run',
  labels: {
    instance: 'instance',
    rule: 'rule',
    mode: 'mode',
    phase: 'phase',
    asked: 'asked',
    target: 'target',
    accepted: 'accepted',
    opening: 'opening',
    override: 'overridden',
    closed: 'closed',
    plan: 'plan',
    desired: 'as wanted',
    attributed: 'by us',
  },
  headings: {
    gates: 'Gates',
    targets: 'Targets: expected primary → to be primary',
    requests: 'Requests',
    settled: 'Settled',
    held: 'What to do next',
    cost: 'Cost',
  },
  modes: { switch: 'switch', observe: 'observe: reads only', 'dry run': 'dry run: reads only' },
  yes: 'yes',
  no: 'no',
  part: 'in part',
  answers: {
    none: 'no answer recorded',
    accepted: 'accepted',
    refused: 'refused',
    throttled: 'throttled',
    ambiguous: 'ambiguous: may have been executed; never sent again',
    NOT_SENT: 'never sent',
  },
  askedBy: (by, source, reason) => `by ${by} (${source}): ${reason}`,
  overriddenBy: (gate, by, reason) => `${gate}, by ${by}: ${reason}`,
  openingSpan: (opens, closes, cutoff) => `${opens} to ${closes}, cutoff ${cutoff}`,
  shard: (id, from, to) => `shard ${id}: ${from} → ${to}`,
  batch: (batch, of) => (of === undefined ? `batch ${batch}` : `batch ${batch} of ${of}`),
  attempt: (attempt) => `attempt ${attempt}`,
  nodes: (number) => count(number, 'node', 'nodes'),
  requestId: (id) => `request id ${id}`,
  nowPrimary: 'seen as primary',
  chainBroken: 'The events of this run are not whole: one is missing or was changed.',
  held: (instance) => `This run still holds ${instance}; nothing else will switch it.`,
  settlesItself: 'Offpeak looks again by itself and frees it once two looks agree.',
  acknowledgeWith: 'When you have seen the instance for yourself:',
  resumeWith: 'If this outcome has stopped its account (`offpeak stops` says so), lift that too:',
  gatesSaidYes: (number) => `${number} gates say yes`,
  waitsUntil: (when) => `starts ${when}`,
  watching: 'watching the roles',
  onTarget: 'on target',
  noRuns: 'No runs.',
  moreRuns: (shown) => `The first ${shown} are shown; there are more (--limit).`,
  noStops: 'No stop is in force.',
  stopped: (scope) =>
    `Stopped: ${scope}. Nothing new is sent there; what was sent already is watched to its end.`,
  resumed: (scope) => `Resumed: ${scope}.`,
  nextOpening: (when) => `The window opens ${when}; with --when window the run starts then.`,
  unsureOf: (why, key) =>
    `${why}. Whether the run was accepted is not known; ask again with --key ${key}, which never makes a second run.`,
  goesOn: 'No longer watching; what was accepted goes on. See it with:',
  applied: (hash, before) => {
    if (before === undefined) return `Plan ${hash} is in force, the first of this store.`;
    return before === hash
      ? `Plan ${hash} was in force already.`
      : `Plan ${hash} is in force, after ${before}.`;
  },
  difference: {
    added: (instances) => `Switched from now on: ${instances}.`,
    removed: (instances) => `Switched no more: ${instances}.`,
    elsewhere: (instances) => `Switched by another rule: ${instances}.`,
    mode: (account, before, after) => `Account ${account}: ${before ?? 'none'} → ${after ?? 'none'}.`,
    runs: (before, after, days) =>
      `Runs due in the next ${days} days: ${after}; by the plan before: ${before}.`,
    more: (shown, more) => `${shown} and ${more} more`,
  },
  forecast: {
    never: 'never',
    assumed: 'as if each one were proven on its night',
    nothing: 'nothing in this time',
    swallowed: 'swallowed by a change of the clocks; recorded as skipped',
    outsideWindow: 'outside its window; recorded as skipped',
    frozen: (freeze) => `frozen by "${freeze}"`,
    due: (cutoff, closes) => `due; cutoff ${cutoff}, closes ${closes}`,
    total: (due, frozen, lost) => `${due} due, ${frozen} frozen, ${lost} lost to clocks or windows.`,
  },
  permissions: {
    account: (name, region, mode) => `${name} (${region}, ${mode})`,
    standings: {
      granted: 'granted',
      missing: 'MISSING',
      'not served': 'not needed: this region does not have it',
      unclear: 'cannot be told',
      'not asked': 'not asked',
    },
    lacks: (account, actions, policy) =>
      `${account} lacks ${actions}: give its key docs/policies/${policy}.json.`,
    unprobed:
      'Whether SwitchOver is allowed was not asked; --probe-switchover asks it of an instance that cannot exist.',
    untold: (account, actions) => `${account} could not be asked about ${actions}.`,
    complete: 'Nothing that the plan needs is missing.',
  },
  cost: {
    states: 'states entered',
    vendorReads: 'vendor reads besides polls',
    polls: 'polls of the roles',
    sends: 'switchover requests sent',
    writeUnits: 'write units',
    readUnits: 'read units',
  },
};
