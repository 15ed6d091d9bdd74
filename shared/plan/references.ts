import type { DefaultsPart, RulePart } from './draft.ts';
import type { Finding, Path } from './faults.ts';
import { nearest } from './nearest.ts';

/** What a rule can name: accounts, windows, and people to tell. */
export type Referred = 'account' | 'window' | 'notify';

const SECTIONS = { account: 'accounts', window: 'windows', notify: 'notify' } as const;

/** What a rule refers to: its own word, else that of the defaults. Undefined where neither says one. */
export function referenceOf(rule: RulePart, defaults: DefaultsPart, kind: Referred): string | undefined {
  return rule.written.has(kind) ? rule[kind] : defaults[kind];
}

/** Among more names than this no near one is looked for: as many wrong ones would be measured against each of them. */
const MOST_NAMES = 200;

/** A name that no entry has; `path` is where it is written. */
export function referenceFaults(
  written: RulePart | DefaultsPart,
  path: Path,
  names: Readonly<Record<Referred, ReadonlySet<string>>>,
): readonly Finding[] {
  const kinds: readonly Referred[] = ['account', 'window', 'notify'];
  return kinds.flatMap((kind) => {
    const word = written[kind];
    if (word === undefined || names[kind].has(word)) return [];
    const meant = names[kind].size > MOST_NAMES ? undefined : nearest(word, names[kind]);
    const sentence = `${SECTIONS[kind]} has no entry ${word}.`;
    return [{ path: [...path, kind], sentence, ...(meant === undefined ? {} : { nearest: meant }) }];
  });
}

/** A rule that has no account or no window at all. */
export function absenceFaults(rule: RulePart, defaults: DefaultsPart, path: Path): readonly Finding[] {
  const kinds: readonly Referred[] = ['account', 'window'];
  return kinds.flatMap((kind) => {
    if (rule.written.has(kind) || defaults.written.has(kind)) return [];
    const sentence = `${rule.name ?? 'This rule'} has no ${kind}: name one here or in defaults.`;
    return [{ path, sentence }];
  });
}
