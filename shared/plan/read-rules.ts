import { MINUTE } from '../time/clock.ts';
import { DEFAULTS } from './defaults.ts';
import type { DefaultsPart, Draft, RulePart } from './draft.ts';
import { duplicateFaults } from './duplicates.ts';
import type { Finding, Path } from './faults.ts';
import type { Rule, Window } from './plan.ts';
import type { Read } from './read-windows.ts';
import { absenceFaults, type Referred, referenceFaults, referenceOf } from './references.ts';
import { cadenceFault, cooldownFault } from './rule-timing.ts';

/** `settle` may not be shorter: a switchover is proven by two reads at least this far apart. */
const SHORTEST_SETTLE = MINUTE / 2;

/** The rules that are whole, in the file's order, with the defaults filled in. */
export function readRules(draft: Draft, windows: ReadonlyMap<string, Window>): Read<readonly Rule[]> {
  const names: Readonly<Record<Referred, ReadonlySet<string>>> = {
    account: new Set(draft.accounts.keys()),
    window: new Set(draft.windows.keys()),
    notify: new Set(draft.notify.keys()),
  };
  const findings = draft.rules.flatMap((rule, index) => {
    const path = ['rules', index];
    const action = actionFaults(rule, path);
    if (rule.written.has('never')) return action;
    return [
      ...action,
      ...referenceFaults(rule, path, names),
      ...absenceFaults(rule, draft.defaults, path),
      ...switchFaults(rule, draft, path),
      ...timingFaults(rule, draft.defaults, windows, path),
    ];
  });
  return {
    value: draft.rules.flatMap((rule) => ruleOf(rule, draft.defaults) ?? []),
    findings: [
      ...referenceFaults(draft.defaults, ['defaults'], names),
      ...settleFaults(draft.defaults, ['defaults']),
      ...draft.rules.flatMap((rule, index) => settleFaults(rule, ['rules', index])),
      ...duplicateFaults('rules', draft.rules),
      ...findings,
    ],
  };
}

/** A rule says exactly one of `every`, `once` and `never`; one that says never says nothing else. */
function actionFaults(rule: RulePart, path: Path): readonly Finding[] {
  const said = ['every', 'once', 'never'].filter((key) => rule.written.has(key));
  const name = rule.name ?? 'This rule';
  if (said.length === 0) return [{ path, sentence: `${name} has no every, once or never.` }];
  const [first, second] = said;
  if (second !== undefined) {
    return [{ path: [...path, second], inKey: true, sentence: `${name} has ${first} already.` }];
  }
  if (first !== 'never') return [];
  return [...rule.written]
    .filter((key) => !['name', 'match', 'never'].includes(key))
    .map((key) => ({
      path: [...path, key],
      inKey: true,
      sentence: `${name} says never: ${key} has no meaning.`,
    }));
}

function switchFaults(rule: RulePart, draft: Draft, path: Path): readonly Finding[] {
  const findings: Finding[] = [];
  const name = rule.name ?? 'This rule';
  const target = rule.target ?? draft.defaults.target;
  if (target?.kind === 'nodes' && rule.written.has('every')) {
    const sentence = `${name} names nodes, which only once can: after a switchover they are no secondaries any more.`;
    findings.push({ path: rule.target === undefined ? path : [...path, 'target'], sentence });
  }
  const account = referenceOf(rule, draft.defaults, 'account');
  const switches = account !== undefined && draft.accounts.get(account)?.mode === 'switch';
  if (switches && !rule.written.has('notify') && !draft.defaults.written.has('notify')) {
    const sentence = `${name} switches in ${account} and tells nobody: name a notify here or in defaults.`;
    findings.push({ path, sentence });
  }
  return findings;
}

function timingFaults(
  rule: RulePart,
  defaults: DefaultsPart,
  windows: ReadonlyMap<string, Window>,
  path: Path,
): readonly Finding[] {
  const window = windows.get(referenceOf(rule, defaults, 'window') ?? '');
  const key = rule.written.has('every') ? 'every' : 'once';
  const cadence = rule[key];
  if (window === undefined || cadence === undefined) return [];
  const never = cadenceFault(cadence, window);
  if (never !== undefined) return [{ path: [...path, key], sentence: never }];
  const cooldown = cooldownFault(cadence, window, rule.cooldown ?? defaults.cooldown ?? DEFAULTS.cooldown);
  return cooldown === undefined ? [] : [{ path: [...path, 'cooldown'], sentence: cooldown }];
}

function settleFaults({ settle }: RulePart | DefaultsPart, path: Path): readonly Finding[] {
  if (settle === undefined || settle >= SHORTEST_SETTLE) return [];
  return [
    {
      path: [...path, 'settle'],
      sentence: 'settle must be 30s or more: two reads that far apart are the proof.',
    },
  ];
}

/** Undefined where something is missing; then there is a finding for it. */
function ruleOf(rule: RulePart, defaults: DefaultsPart): Rule | undefined {
  const { name, match, never } = rule;
  if (name === undefined || match === undefined) return undefined;
  if (never !== undefined) return { name, match, never };
  const account = referenceOf(rule, defaults, 'account');
  const window = referenceOf(rule, defaults, 'window');
  const notify = referenceOf(rule, defaults, 'notify');
  const cadence = rule.every ?? rule.once;
  if (account === undefined || window === undefined || cadence === undefined) return undefined;
  return {
    name,
    match,
    account,
    window,
    cadence,
    target: rule.target ?? defaults.target ?? { kind: 'any' },
    ...(notify === undefined ? {} : { notify }),
    settle: rule.settle ?? defaults.settle ?? DEFAULTS.settle,
    giveUpAfter: rule.giveUpAfter ?? defaults.giveUpAfter ?? DEFAULTS.giveUpAfter,
    cooldown: rule.cooldown ?? defaults.cooldown ?? DEFAULTS.cooldown,
    shardsAtOnce: rule.shardsAtOnce ?? defaults.shardsAtOnce ?? DEFAULTS.shardsAtOnce,
  };
}
