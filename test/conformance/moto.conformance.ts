import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assembly, synthesiseAssembly } from './deployed/assembly.ts';
import { PSEUDO } from './deployed/template.ts';
import { COMPARED, differencesOf } from './moto/compare.ts';
import { asMotoCanMakeIt, type MadeResource, type Moto, startMoto } from './moto/moto-server.ts';
import { tellMade } from './moto-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'offpeak-deployed-'));
let moto: Moto;
let assembly: Assembly;
let made: readonly MadeResource[] = [];

beforeAll(async () => {
  const programs = process.env.OFFPEAK_PYTHON_PROGRAMS;
  if (programs === undefined) throw new Error('start me by `npm run conformance`, which installs moto');
  moto = await startMoto(programs);
  assembly = synthesiseAssembly({ deployment: 'moto' });
  const copy = asMotoCanMakeIt(assembly.folder, join(folder, 'assembly'));
  const everywhere = `aws://${PSEUDO['AWS::AccountId']}/${PSEUDO['AWS::Region']}`;
  moto.cdk('bootstrap', everywhere, '--app', '');
  moto.cdk('deploy', '--app', copy, '--all', '--method', 'direct', '--require-approval', 'never');
  made = moto.readBack('offpeak-moto-data', 'offpeak-moto-service');
  tellMade(made, moto.notMade());
}, 300_000);
afterAll(async () => {
  await moto?.stop();
  assembly?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const resources = () =>
  [assembly.data, assembly.service].flatMap(({ Resources }) => Object.entries(Resources));

describe('what `cdk deploy` makes', () => {
  it('is every resource of both templates, but those of the kinds that moto says it does not make', () => {
    const notMade = new Set(moto.notMade());
    const known = new Set(made.map(({ id }) => id));
    const lost = resources().filter(([id, { Type }]) => COMPARED.includes(Type) && !known.has(id));

    expect(lost.map(([id]) => id)).toEqual([]);
    expect(COMPARED.filter((type) => notMade.has(type))).toEqual([]);
  });

  it('is shown, but for functions that are told the name of a bus: moto gives an object there, which nobody can read', () => {
    const functions = made.filter(({ shown }) => shown?.unreadable !== undefined);

    expect(functions).not.toEqual([]);
    for (const { id } of functions)
      expect(JSON.stringify(assembly.service.Resources[id]?.Properties.Environment)).toContain(
        'OFFPEAK_EVENT_BUS',
      );
  });

  it.each(COMPARED)('%s: is shown by its own service as the template has it', (type) => {
    const ofType = made.filter(
      ({ type: other, shown }) => other === type && shown !== undefined && shown.unreadable === undefined,
    );

    expect(ofType.length).toBeGreaterThan(0);
    expect(ofType.flatMap((each) => differencesOf(each, made, [assembly.data, assembly.service]))).toEqual(
      [],
    );
  });
});
