import type { Finding } from './faults.ts';

/**
 * Each name that differs from an earlier one in its hyphens only: `on--call` after `on-call`.
 *
 * On one machine the name becomes that of variables, in which a row of hyphens is one `_`: one of two such entries would
 * tell the other's people.
 */
export function alikeNames(mapping: string, names: Iterable<string>): readonly Finding[] {
  const first = new Map<string, string>();
  const findings: Finding[] = [];
  for (const name of names) {
    const apart = name.split('-').filter((part) => part !== '');
    const key = apart.join('-');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, name);
    else
      findings.push({
        path: [mapping, name],
        inKey: true,
        sentence: `${name} differs from ${earlier} in hyphens only, and both would be read from the same variables: give one another name.`,
      });
  }
  return findings;
}
