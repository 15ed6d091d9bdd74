import { describe, expect, it } from 'vitest';
import { makeStage } from '../stage.ts';
import { closedView, ok, problem, RUN_ID, view } from '../views.ts';

const COST = { states: 6, vendorReads: 4, polls: 7, sends: 1, writeUnits: 33, readUnits: 80 };

describe('show tells the whole story of one run', () => {
  it('asks for that run and exits 0, whatever the outcome was', async () => {
    const stage = makeStage({ answering: () => ok(closedView({ outcome: 'FAILED' })) });

    const ended = await stage.run('show', RUN_ID);

    expect(ended.exit).toBe(0);
    expect(ended.stdout).toMatch(new RegExp(`^Run ${RUN_ID}\n`));
    expect(stage.asked.map(({ path }) => path)).toEqual([`/v1/runs/${RUN_ID}`]);
  });

  it('puts an id into the address whatever it holds', async () => {
    const stage = makeStage({ answering: () => problem('not-found', 404, 'There is no such run.') });

    const ended = await stage.run('show', '../stops?x=1');

    expect(ended).toMatchObject({ exit: 1, stderr: 'offpeak: There is no such run.\n' });
    expect(stage.asked[0]?.path).toBe('/v1/runs/..%2Fstops%3Fx%3D1');
  });

  it('prints what it cost with --cost', async () => {
    const stage = makeStage({ answering: (path) => ok(path.endsWith('/cost') ? COST : closedView()) });

    const ended = await stage.run('show', RUN_ID, '--cost');

    expect(ended.stdout).toContain('states entered              6\n');
    expect(ended.stdout).toContain('vendor reads besides polls  4\n');
    expect(ended.stdout).toContain('polls of the roles          7\n');
    expect(ended.stdout).toContain('write units                 33\n');
  });

  it('prints one JSON document with --json, the cost inside it', async () => {
    const stage = makeStage({ answering: (path) => ok(path.endsWith('/cost') ? COST : view()) });

    const ended = await stage.run('show', RUN_ID, '--json', '--cost');

    expect(JSON.parse(ended.stdout)).toEqual({ ...view(), cost: COST });
  });

  it('colours the outcome on a terminal with colours only', async () => {
    const answering = () => ok(closedView());

    const plain = await makeStage({ answering }).run('show', RUN_ID);
    const coloured = await makeStage({ answering, output: { color: true } }).run('show', RUN_ID);

    expect(plain.stdout).not.toContain('\u001B[');
    expect(coloured.stdout).toContain('\u001B[32mSucceeded (proven): Seen twice.\u001B[39m');
  });

  it('refuses an answer that this version does not read, and says where it differs', async () => {
    const stage = makeStage({ answering: () => ok({ ...view(), phase: 'DREAMING' }) });

    const ended = await stage.run('show', RUN_ID);

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('phase');
    expect(ended.stderr).not.toContain('    at ');
  });
});
