import * as z from 'zod';
import { nearest as nearestWord } from '../plan/nearest.ts';
import type { DocumentFault } from './schema-faults.ts';

/** The parts of a seed that speak of each other, read leniently: what is malformed is the schema's to report. */
const loose = z.object({
  instances: z
    .array(
      z
        .object({
          id: z.string(),
          class: z.string().default('PrimarySecondary'),
          shards: z.int().optional(),
          zones: z.array(z.unknown()),
        })
        .optional()
        .catch(undefined),
    )
    .catch([]),
  faults: mentions(),
  plannedEvents: mentions(),
});

type LooseInstance = NonNullable<z.output<typeof loose>['instances'][number]>;

/** What a seed gets wrong although each of its parts has the right form. */
export function inconsistencies(document: unknown): readonly DocumentFault[] {
  const { data } = loose.safeParse(document);
  if (data === undefined) return [];
  const ids = data.instances.map((instance) => instance?.id);
  return [
    ...data.instances.flatMap((instance, index) => (instance ? ofInstance(instance, index, ids) : [])),
    ...ofMentions('faults', data.faults, ids),
    ...ofMentions('plannedEvents', data.plannedEvents, ids),
  ];
}

function ofInstance(
  { id, class: kind, shards, zones }: LooseInstance,
  index: number,
  ids: readonly (string | undefined)[],
): readonly DocumentFault[] {
  const faults: DocumentFault[] = [];
  const add = (key: string, message: string) => faults.push({ path: ['instances', index, key], message });
  if (ids.indexOf(id) < index) add('id', `a second instance is called ${id}`);
  const byShard = zones.filter((nodes) => Array.isArray(nodes));
  const lists = byShard.length > 0 ? byShard : [zones];
  const [fewest, most, allowed] = kind === 'Standalone' ? [1, 1, 'exactly one node'] : [2, 6, '2 to 6 nodes'];
  if (lists.some((nodes) => nodes.length < fewest || nodes.length > most)) {
    add('zones', `a shard of a ${kind} instance must have ${allowed}`);
  }
  if (shards !== undefined && byShard.length > 0 && byShard.length !== shards) {
    add('zones', `there are ${shards} shards but zones for ${byShard.length}`);
  }
  return faults;
}

function ofMentions(
  key: 'faults' | 'plannedEvents',
  entries: z.output<ReturnType<typeof mentions>>,
  ids: readonly (string | undefined)[],
): readonly DocumentFault[] {
  const known = ids.filter((id) => id !== undefined);
  return entries.flatMap((entry, index) => {
    const name = entry?.instance;
    if (name === undefined || known.includes(name)) return [];
    const nearest = nearestWord(name, known);
    const message = `there is no instance ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
    return [{ path: [key, index, 'instance'], message }];
  });
}

function mentions() {
  return z.array(z.object({ instance: z.string() }).optional().catch(undefined)).catch([]);
}
