import { describe, expect, it } from 'vitest';
import { PlanUnsound } from '../../shared/cli/plan-faults.ts';
import { readPlanText, soundPlan } from '../../shared/cli/plan-file.ts';

const fileSystem =
  (files: Readonly<Record<string, string>>, code = 'ENOENT') =>
  async (path: string) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(path), { code });
    return text;
  };

const PLAN =
  'freezes: [{ name: a, calendar: b/c.ics }, { name: d, calendar: /e.ics }, { name: f, calendar: g.ics }]';

describe('the files of a plan', () => {
  it('are the plan and its calendars, those beside the plan by the path as the plan writes it', async () => {
    const read = await readPlanText(
      'x/plan.yaml',
      fileSystem({ 'x/plan.yaml': PLAN, 'x/b/c.ics': 'C', '/e.ics': 'E' }),
    );

    expect(read).toEqual({ text: PLAN, calendars: { 'b/c.ics': 'C', '/e.ics': 'E' } });
  });

  it.each([
    ['ENOENT', 'Cannot read plan.yaml: there is no such file.'],
    ['EISDIR', 'Cannot read plan.yaml: it is a folder.'],
    ['EACCES', 'Cannot read plan.yaml: reading it is not permitted.'],
    ['EIO', 'Cannot read plan.yaml: EIO.'],
  ])('that the system refuses with %s are named in a sentence', async (code, sentence) => {
    await expect(readPlanText('plan.yaml', fileSystem({}, code))).rejects.toThrow(sentence);
  });

  it('hide no error that is not the system’s own', async () => {
    const broken = async (path: string) => {
      if (path === 'plan.yaml') return PLAN;
      throw new TypeError('a defect');
    };

    await expect(readPlanText('plan.yaml', broken)).rejects.toThrow('a defect');
  });

  it('make no plan while they have faults', async () => {
    const reading = soundPlan('plan.yaml', fileSystem({ 'plan.yaml': 'rules: 7\n' }));

    await expect(reading).rejects.toBeInstanceOf(PlanUnsound);
    await expect(reading).rejects.toThrow(/^plan\.yaml has \d+ faults\. Nothing was begun\.\nplan\.yaml:1:/);
  });
});
