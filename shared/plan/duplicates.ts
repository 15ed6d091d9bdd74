import type { Finding } from './faults.ts';

/** Each entry of a list whose name an earlier entry has. */
export function duplicateFaults(
  list: string,
  entries: readonly { readonly name?: string | undefined }[],
): readonly Finding[] {
  const first = new Map<string, number>();
  return entries.flatMap(({ name }, index) => {
    if (name === undefined) return [];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      return [];
    }
    const sentence = `${list}[${earlier}] is called ${name} already: a name is given once.`;
    return [{ path: [list, index, 'name'], sentence }];
  });
}
