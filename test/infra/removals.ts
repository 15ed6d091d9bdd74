import { type Resource, readTemplate, type Stacks, type Synthesised } from './synthesise.ts';

/** The stacks with one thing changed, mostly: without it. */
export interface Change {
  readonly what: string;
  readonly stacks: Stacks;
}

type Path = readonly (string | number)[];

/** What is no safeguard: names and words, and what other tests hold (the bundles, the definition, the environment). */
const NO_SAFEGUARD: ReadonlySet<string> = new Set([
  ...[
    'Type',
    'DependsOn',
    'Metadata',
    'Description',
    'Tags',
    'Name',
    'Label',
    'Path',
    'Id',
    'PolicyName',
    'Sid',
    'Version',
  ],
  ...['Code', 'Handler', 'Environment', 'DefinitionString', 'DefinitionSubstitutions'],
  // A rate knows no zone.
  'ScheduleExpressionTimezone',
]);

/** Of a statement, what may go by itself. Without its effect or principal it would be no statement. */
const PARTS_OF_STATEMENT: ReadonlySet<string> = new Set(['Action', 'Resource', 'Condition']);

/** Every resource, statement, action, condition and setting of both stacks, each taken away by itself. */
export function* removalsFrom(stacks: Stacks): Generator<Change> {
  for (const stack of ['data', 'service'] as const) {
    for (const [id, resource] of Object.entries(stacks[stack].resources)) {
      const { [id]: _, ...others } = stacks[stack].resources;
      yield { what: `${resource.Type} ${id}`, stacks: { ...stacks, [stack]: like(stacks[stack], others) } };
      for (const path of pathsIn(resource)) {
        const resources = { ...stacks[stack].resources, [id]: without(resource, path) };
        const what = `${resource.Type} ${id}: ${path.join('.')}`;
        yield { what, stacks: { ...stacks, [stack]: like(stacks[stack], resources) } };
      }
    }
  }
}

/** Every action of every statement made all of its service's actions, and every resource made every resource. */
export function* wideningsOf(stacks: Stacks): Generator<Change> {
  for (const [id, resource] of Object.entries(stacks.service.resources)) {
    for (const [path, text] of namedIn(resource)) {
      const wide = path.includes('Action') ? text.replace(/:.*/, ':*') : '*';
      const resources = { ...stacks.service.resources, [id]: changed(resource, path, wide) };
      const what = `${resource.Type} ${id}: ${path.join('.')} is ${wide}`;
      if (wide !== text) yield { what, stacks: { ...stacks, service: like(stacks.service, resources) } };
    }
  }
}

/** The actions and the resources of statements, each with where it is. */
function* namedIn(resource: Resource): Generator<readonly [Path, string]> {
  for (const path of pathsIn(resource)) {
    const list = path.findLastIndex((step) => step === 'Action' || step === 'Resource');
    const value = valueAt(resource, path);
    const whole = path.length - 1 === list && !Array.isArray(value);
    if (path.includes('Statement') && list > 0 && (whole || path.length - 2 === list)) {
      yield [path, typeof value === 'string' ? value : ''];
    }
  }
}

const like = (stack: Synthesised, resources: Synthesised['resources']): Synthesised =>
  readTemplate({ ...stack.json, Resources: resources });

/** Each property and each entry, at any depth. A reference is one thing. */
function* pathsIn(node: unknown, path: Path = []): Generator<Path> {
  if (typeof node !== 'object' || node === null || isReference(node)) return;
  for (const [key, value] of Object.entries(node)) {
    const step = Array.isArray(node) ? Number(key) : key;
    // To be deleted with its stack is what happens anyway.
    if (NO_SAFEGUARD.has(key) || value === 'Delete' || (isStatement(node) && !PARTS_OF_STATEMENT.has(key)))
      continue;
    const here = [...path, step];
    // Of a list of one, the list goes.
    if (!(Array.isArray(node) && node.length === 1) && key !== 'Properties') yield here;
    yield* pathsIn(value, here);
  }
}

const isReference = (node: object): boolean => {
  const keys = Object.keys(node);
  return keys.length === 1 && /^(Ref|Fn::)/.test(keys[0] ?? '');
};

const isStatement = (node: object): boolean => 'Effect' in node;

const valueAt = (resource: Resource, path: Path): unknown =>
  path.reduce<unknown>((node, step) => Reflect.get(Object(node), step), resource);

function without(resource: Resource, path: Path): Resource {
  const copy = structuredClone(resource);
  const [node, last] = [valueAt(copy, path.slice(0, -1)), path.at(-1)];
  if (Array.isArray(node)) node.splice(Number(last), 1);
  else if (last !== undefined) Reflect.deleteProperty(Object(node), last);
  return copy;
}

function changed(resource: Resource, path: Path, value: string): Resource {
  const copy = structuredClone(resource);
  Reflect.set(Object(valueAt(copy, path.slice(0, -1))), path.at(-1) ?? '', value);
  return copy;
}
