import { describe, expect, it } from 'vitest';
import { filesBelow, hasBehaviour, readSource, type Source, sourceOf } from './architecture/sources.ts';

const PARTS = ['shared', 'functions', 'infra', 'bin', 'bench', 'docs'];
const sources = PARTS.flatMap(filesBelow).map(readSource);

/** Where a file may come from: a folder (`shared/time/`), a file, or a package. */
interface Allowed {
  readonly values?: readonly string[];
  /** Types only: a promise, never what keeps it. */
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
}

const PURE = ['shared/time/', 'shared/switchover/', 'shared/plan/', 'shared/protocol/', 'shared/workflow/'];
const PROMISES = ['shared/store/store.ts', 'shared/volcengine/redis.ts'];
const PURE_PACKAGES = [
  'temporal-polyfill',
  'zod',
  'zod/mini',
  'yaml',
  'ical.js',
  'node:crypto#createHash',
  'node:crypto#hash',
];
/** What signing and verifying a signature take. */
const HMAC_PACKAGES = ['node:crypto#hash', 'node:crypto#createHmac', 'node:crypto#createSecretKey'];

/** Who may import what, besides its own folder (DESIGN: pure core, promises, one place that constructs effects). */
const MAY_IMPORT: Readonly<Record<string, Allowed>> = {
  'shared/time/': { values: PURE, types: PROMISES, packages: PURE_PACKAGES },
  'shared/switchover/': { values: PURE, types: PROMISES, packages: PURE_PACKAGES },
  'shared/plan/': { values: PURE, types: PROMISES, packages: PURE_PACKAGES },
  'shared/protocol/': { values: PURE, types: PROMISES, packages: PURE_PACKAGES },
  'shared/workflow/': { values: PURE, types: PROMISES, packages: PURE_PACKAGES },
  'shared/steps/': {
    values: [...PURE, 'shared/store/errors.ts', 'shared/volcengine/errors.ts'],
    types: [...PROMISES, 'shared/notify/channel.ts', 'shared/notify/notice.ts'],
    packages: ['zod/mini'],
  },
  'shared/notify/': {
    values: PURE,
    packages: [
      ...HMAC_PACKAGES,
      '@aws-sdk/client-sns',
      'node:net#BlockList',
      'node:net#isIP',
      'node:util',
      'zod/mini',
    ],
  },
  'shared/engine/': {
    values: ['shared/time/'],
    packages: ['jsonata', 'node:crypto#createHash', 'node:sqlite', 'node:util', 'zod', 'zod/mini'],
  },
  'shared/store/': {
    values: ['shared/time/'],
    packages: [
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/util-dynamodb',
      'node:fs',
      'node:sqlite',
      'node:url',
      'zod',
      'zod/mini',
    ],
  },
  'shared/http/': { packages: ['undici', 'undici/lib/*'] },
  'shared/volcengine/': {
    values: ['shared/time/', 'shared/http/'],
    packages: [...HMAC_PACKAGES, 'node:net#LookupFunction', 'node:util', 'zod', 'zod/mini'],
  },
  'shared/local-volcengine/': {
    values: ['shared/time/', 'shared/plan/nearest.ts'],
    packages: [...HMAC_PACKAGES, 'node:crypto#timingSafeEqual', 'node:http', 'yaml', 'zod'],
  },
  'shared/api/': {
    values: [
      ...PURE,
      'shared/steps/',
      'shared/notify/',
      'shared/store/errors.ts',
      'shared/store/page-cursor.ts',
    ],
    types: PROMISES,
    packages: [
      'hono',
      'hono/*',
      'node:crypto#createHash',
      'node:crypto#timingSafeEqual',
      'zod',
      'zod-openapi',
    ],
  },
  'shared/cli/': {
    values: [
      ...PURE,
      'shared/notify/',
      'shared/api/view-schema.ts',
      'shared/volcengine/credentials.ts',
      'shared/volcengine/errors.ts',
      'shared/volcengine/secret-forms.ts',
      'package.json',
    ],
    types: ['shared/volcengine/permissions.ts'],
    packages: ['commander', 'listr2', 'node:path', 'node:util', 'zod'],
  },
  'shared/runtime/': { values: ['shared/'], packages: ['*'] },
  'functions/': {
    values: ['shared/runtime/', 'shared/steps/', 'shared/api/api.ts', 'shared/api/unserved.ts'],
    packages: ['hono/aws-lambda'],
  },
  'infra/': {
    values: [
      'shared/workflow/',
      'shared/store/table.ts',
      'shared/switchover/codes.ts',
      'shared/switchover/consequences.ts',
      'shared/plan/nearest.ts',
    ],
    types: ['shared/store/store.ts'],
    packages: [
      'aws-cdk-lib',
      'aws-cdk-lib/*',
      'constructs',
      'esbuild',
      'node:fs',
      'node:os',
      'node:path',
      'zod',
    ],
  },
  'bin/': { values: ['shared/cli/', 'shared/runtime/'], packages: ['*'] },
  // A bench measures what is deployed: it bundles as the deployment does.
  'bench/': { values: ['shared/', 'bench/', 'infra/bundle.ts'], packages: ['*'] },
  'docs/': { values: ['shared/', 'docs/'], packages: ['*'] },
};

/** Time, chance, identity, environment and network: constructed in the runtime and at the process's own entrance. */
const EFFECTS: readonly { readonly effect: string; readonly pattern: RegExp }[] = [
  {
    effect: 'the present',
    pattern:
      /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bTemporal\.Now\b|\bhrtime\b/,
  },
  { effect: 'a timer', pattern: /\bset(Timeout|Interval|Immediate)\b|node:timers/ },
  { effect: 'chance', pattern: /\bMath\.random\b|\brandom(UUID|Bytes|Int)\b|\bgetRandomValues\b/ },
  { effect: 'the environment', pattern: /\bprocess\.(env|argv|cwd|exit|pid|std\w+)\b|node:process/ },
  { effect: 'the network', pattern: /(?<![.\w])fetch\(/ },
  { effect: 'another process', pattern: /node:(child_process|worker_threads|cluster)/ },
];
const MAY_HAVE_EFFECTS = ['shared/runtime/', 'bin/', 'infra/app.ts', 'bench/', 'docs/'];

/** Still to get their own test. An entry is deleted with the test's arrival; nothing is ever added. */
const STILL_WITHOUT_TEST: readonly string[] = [
  'shared/runtime/aws-event-bus.ts',
  'shared/runtime/aws-workflow.ts',
  'shared/runtime/local-service.ts',
  'shared/runtime/programs.ts',
];

const covers = (place: string, path: string): boolean =>
  place === '*' || (place.endsWith('/') ? path.startsWith(place) : place === path);

/** `node:crypto#createHash` allows that name of the package and no other. */
function packageAllowed(packages: readonly string[], what: string, names: readonly string[]): boolean {
  const only = packages.flatMap((one) => (one.startsWith(`${what}#`) ? [one.slice(what.length + 1)] : []));
  if (only.length > 0) return names.every((name) => only.includes(name));
  return packages.some(
    (one) => one === '*' || one === what || (one.endsWith('/*') && what.startsWith(one.slice(0, -1))),
  );
}

const ruleOf = (path: string) => Object.entries(MAY_IMPORT).find(([folder]) => covers(folder, path));

/** What a file imports and may not. */
function strangers(source: Source): readonly string[] {
  const [folder, allowed] = ruleOf(source.path) ?? [];
  if (folder === undefined || allowed === undefined)
    return [`${source.path} lies in no folder that has a rule`];
  const { values = [], types = [], packages = [] } = allowed;
  return source.imports.flatMap(({ what, typesOnly, names }) => {
    const inside = /^(shared|functions|infra|bin|bench|docs|test|package\.json)(\/|$)/.test(what);
    const fine = inside
      ? [folder, ...values, ...(typesOnly ? types : [])].some((place) => covers(place, what))
      : packageAllowed(packages, what, names);
    return fine ? [] : [`${source.path} imports ${typesOnly ? 'types of ' : ''}${what}`];
  });
}

function effectsIn({ path, code }: Source): readonly string[] {
  if (MAY_HAVE_EFFECTS.some((place) => covers(place, path))) return [];
  return EFFECTS.flatMap(({ effect, pattern }) => (pattern.test(code) ? [`${path} has ${effect}`] : []));
}

/** The simulation is a proof itself: what it is worth is shown by the mutants that its nights find. */
const PROVEN_TOGETHER: Readonly<Record<string, string>> = {
  'shared/runtime/simulation/': 'test/simulation/nights.test.ts',
};

/** Its own test, or the test of the file in front of its folder: `catalogue.ts` stands for `catalogue/en.ts`. */
function testsOf(path: string): readonly string[] {
  const together = Object.entries(PROVEN_TOGETHER).find(([folder]) => covers(folder, path));
  if (together !== undefined) return [together[1]];
  const mirrored = path.replace(/^shared\//, 'test/').replace(/\.ts$/, '');
  return [`${mirrored}.test.ts`, `${mirrored.slice(0, mirrored.lastIndexOf('/'))}.test.ts`];
}

describe.each(Object.keys(MAY_IMPORT))('%s', (folder) => {
  it('imports only what it may', () => {
    expect(sources.filter(({ path }) => covers(folder, path)).flatMap(strangers)).toEqual([]);
  });
});

describe('every file', () => {
  it('lies in a folder that has a rule', () => {
    expect(sources.filter(({ path }) => ruleOf(path) === undefined).map(({ path }) => path)).toEqual([]);
  });

  it('takes time, chance and environment as arguments, but for the runtime', () => {
    expect(sources.flatMap(effectsIn)).toEqual([]);
  });

  it('imports nothing of functions, infra or tests from outside of them', () => {
    const crossings = sources.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ what }) =>
            /^(functions|infra|test)\//.test(what) &&
            !what.startsWith(`${path.split('/')[0]}/`) &&
            !(path.startsWith('bench/') && what === 'infra/bundle.ts'),
        )
        .map(({ what }) => `${path} imports ${what}`),
    );
    expect(crossings).toEqual([]);
  });

  it('is named after its concept: there are no utils, helpers or common', () => {
    const nameless = /(^|\/)(utils?|helpers?|commons?|misc|lib)(\.ts|\/)/;
    expect(
      sources.map(({ path }) => path.slice('shared/'.length)).filter((path) => nameless.test(path)),
    ).toEqual([]);
  });

  it('in shared that does anything has its test in the mirrored place', () => {
    const tests = new Set(filesBelow('test'));
    const without = sources
      .filter(({ path }) => path.startsWith('shared/') && !testsOf(path).some((test) => tests.has(test)))
      .filter(hasBehaviour)
      .map(({ path }) => path);
    expect(without.filter((path) => !STILL_WITHOUT_TEST.includes(path))).toEqual([]);
  });
});

describe('the rules see', () => {
  it.each([
    ['a pure folder that takes a file', 'shared/protocol/x.ts', "import { readFileSync } from 'node:fs';"],
    [
      'a pure folder that takes chance from an allowed package',
      'shared/plan/x.ts',
      "import { createHash, randomBytes } from 'node:crypto';",
    ],
    [
      'a pure folder that takes a store',
      'shared/protocol/x.ts',
      "import { makeMemoryStore } from '../store/memory.ts';",
    ],
    ['a promise taken as a value', 'shared/protocol/x.ts', "import { INDEXES } from '../store/store.ts';"],
    [
      'a pure folder that takes a step',
      'shared/switchover/x.ts',
      "import type { Ports } from '../steps/ports.ts';",
    ],
    [
      'a step that takes an implementation',
      'shared/steps/x.ts',
      "import { makeClient } from '../volcengine/client.ts';",
    ],
    [
      'a step that takes the type of one',
      'shared/steps/x.ts',
      "import type { Client } from '../volcengine/client.ts';",
    ],
    ['a step that takes the runtime', 'shared/steps/x.ts', "import '../runtime/system-clock.ts';"],
    [
      'the endpoint that takes the client',
      'shared/local-volcengine/x.ts',
      "import { sign } from '../volcengine/sign.ts';",
    ],
    ['infra that takes a step', 'infra/x.ts', "import { makeDue } from '../shared/steps/due.ts';"],
    ['a dynamic import', 'shared/time/x.ts', "const fs = await import('node:fs');"],
    ['a re-export', 'shared/time/x.ts', "export * from '../runtime/system-clock.ts';"],
    ['an import over many lines', 'shared/time/x.ts', "import {\n  a,\n  b,\n} from '../engine/engine.ts';"],
  ])('%s', (_, path, text) => {
    expect(strangers(sourceOf(path, text))).toHaveLength(1);
  });

  it.each([
    ['const at = Date.now();'],
    ['const at = new Date();'],
    ['setTimeout(done, 1);'],
    ['const chance = Math.random();'],
    ["import { randomUUID } from 'node:crypto';"],
    ['const key = process.env.KEY;'],
    ["await fetch('https://example.com');"],
  ])('an effect: %s', (text) => {
    expect(effectsIn(sourceOf('shared/steps/x.ts', text))).toHaveLength(1);
    expect(effectsIn(sourceOf('shared/runtime/x.ts', text))).toEqual([]);
  });

  it.each([
    ['a comment about one', '/** Never Date.now(). */\n// nor setTimeout'],
    ['a stored instant', 'const iso = new Date(run.startAt).toISOString();'],
    ['a type of a promise', "import type { Store } from '../store/store.ts';"],
    ['types among types', "import { type Item, type Store } from '../store/store.ts';"],
  ])('nothing wrong in %s', (_, text) => {
    const source = sourceOf('shared/steps/x.ts', text);
    expect([...strangers(source), ...effectsIn(source)]).toEqual([]);
  });

  it.each([
    ['export interface X { readonly f: (a: string) => void }', false],
    ["export type { X } from './x.ts';", false],
    ['export const LIMIT = 3;', false],
    ['export const double = (x: number) => 2 * x;', true],
    ['export class X extends Error {}', true],
  ])('whether it does anything: %s', (text, does) => {
    expect(hasBehaviour(sourceOf('shared/x.ts', text))).toBe(does);
  });
});
