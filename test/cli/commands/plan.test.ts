import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planJsonSchema } from '../../../shared/plan/json-schema.ts';
import { makeStage } from '../stage.ts';
import { ok, problem } from '../views.ts';

const example = (name: string) => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
const SOUND = { 'plan.yaml': example('practice.plan.yaml') };
const WITH_CALENDAR = {
  'plans/plan.yaml': example('plan.yaml'),
  'plans/calendars/cn-2027.ics': example('calendars/cn-2027.ics'),
};
const FAULTY = {
  'plan.yaml': SOUND['plan.yaml']
    .replace('cn-beijing', 'cn_beijing')
    .replace('weeknights: {', 'weeknight: {'),
};

describe('plan check', () => {
  it('says that a plan has no fault', async () => {
    const ended = await makeStage({ files: SOUND }).run('plan', 'check', 'plan.yaml');

    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^plan\.yaml has no fault: 3 rules, plan [0-9a-f]{12}\.\n$/);
  });

  it('reads calendars from the folder of the plan', async () => {
    const ended = await makeStage({ files: WITH_CALENDAR }).run('plan', 'check', 'plans/plan.yaml');

    expect(ended).toMatchObject({ exit: 0, stderr: '' });
  });

  it('names a calendar that is not there at its place in the plan', async () => {
    const files = { 'plan.yaml': WITH_CALENDAR['plans/plan.yaml'] };

    const ended = await makeStage({ files }).run('plan', 'check', 'plan.yaml');

    expect(ended.exit).toBe(1);
    expect(ended.stdout).toMatch(/^plan\.yaml:\d+:\d+ {2}.*cn-2027\.ics/);
  });

  it('shows each fault with file, line, column, sentence and nearest word', async () => {
    const ended = await makeStage({ files: FAULTY }).run('plan', 'check', 'plan.yaml');

    const lines = ended.stdout.trimEnd().split('\n');
    expect(ended.exit).toBe(1);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^plan\.yaml:\d+:\d+ {2}\S/);
    expect(ended.stdout).toContain('  (did you mean weeknight?)');
    expect(ended.stderr).toBe(`offpeak: plan.yaml has ${lines.length} faults.\n`);
  });

  it('prints the faults as JSON with --json', async () => {
    const ended = await makeStage({ files: FAULTY }).run('plan', 'check', 'plan.yaml', '--json');

    expect(JSON.parse(ended.stdout).faults[0]).toMatchObject({
      line: expect.any(Number),
      path: expect.any(String),
    });
  });

  it('says that there is no such file', async () => {
    const ended = await makeStage().run('plan', 'check', 'plan.yaml');

    expect(ended).toEqual({
      exit: 1,
      stdout: '',
      stderr: 'offpeak: Cannot read plan.yaml: there is no such file.\n',
    });
  });
});

describe('plan apply', () => {
  it('sends the text and its calendars, and says what it replaced', async () => {
    const answer = { hash: 'b'.repeat(64), before: 'a'.repeat(64) };
    const stage = makeStage({ files: WITH_CALENDAR, answering: () => ok(answer) });

    const ended = await stage.run('plan', 'apply', 'plans/plan.yaml');

    expect(stage.asked).toMatchObject([
      {
        path: '/v1/plan',
        method: 'PUT',
        body: {
          text: WITH_CALENDAR['plans/plan.yaml'],
          calendars: { 'calendars/cn-2027.ics': WITH_CALENDAR['plans/calendars/cn-2027.ics'] },
        },
      },
    ]);
    expect(ended.stdout).toBe('Plan bbbbbbbbbbbb is in force, after aaaaaaaaaaaa.\n');
  });

  it('asks nobody where the plan has faults', async () => {
    const stage = makeStage({ files: FAULTY });

    const ended = await stage.run('plan', 'apply', 'plan.yaml');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain('Nothing was begun.');
    expect(stage.begun).toEqual([]);
  });

  it('looks into the secrets of its channels first where --secrets says in which region', async () => {
    const answer = { hash: 'b'.repeat(64) };
    const stage = makeStage({ files: SOUND, answering: () => ok(answer) });

    const ended = await stage.run('plan', 'apply', 'plan.yaml', '--secrets', 'cn-north-1');

    expect(ended.exit).toBe(0);
    expect(stage.begun.map(({ program }) => program)).toEqual(['channelFaults', 'service']);
    expect(stage.begun[0]?.options).toMatchObject({ secretsIn: 'cn-north-1' });
  });

  it('asks nobody where a channel cannot be used', async () => {
    const fault = 'plan notify.dba.webhook: read secret hook → unusable: url: 10.0.0.5 is not public';
    const stage = makeStage({ files: SOUND, programs: { channelFaults: async () => [fault] } });

    const ended = await stage.run('plan', 'apply', 'plan.yaml', '--secrets', 'cn-north-1');

    expect(ended.exit).toBe(1);
    expect(ended.stderr).toContain(fault);
    expect(ended.stderr).toContain('The plan was not applied; the earlier one stays in force.');
    expect(stage.begun).toEqual([]);
  });

  it('passes on why the service refused it', async () => {
    const detail = 'This process has no credentials for prod.';
    const stage = makeStage({ files: SOUND, answering: () => problem('not-possible', 409, detail) });

    const ended = await stage.run('plan', 'apply', 'plan.yaml');

    expect(ended).toEqual({ exit: 1, stdout: '', stderr: `offpeak: ${detail}\n` });
  });
});

it('plan schema prints the JSON Schema', async () => {
  const ended = await makeStage().run('plan', 'schema');

  expect(JSON.parse(ended.stdout)).toEqual(planJsonSchema());
});

it('plan alone shows its commands and is no success', async () => {
  const ended = await makeStage().run('plan');

  expect(ended).toMatchObject({ exit: 2, stdout: '' });
  expect(ended.stderr).toContain('check [options] <file>');
});
