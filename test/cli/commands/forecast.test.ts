import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeStage, NOW } from '../stage.ts';

const example = (name: string) => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');
const FILES = {
  'plan.yaml': example('plan.yaml'),
  'calendars/cn-2027.ics': example('calendars/cn-2027.ics'),
};

describe('forecast', () => {
  it('lists each rule with the local times of its window, and asks nobody', async () => {
    const stage = makeStage({ files: FILES });

    const ended = await stage.run('forecast', 'plan.yaml');

    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain(
      'orders-home  redis-cn0212gzmh2xs0001  1st tue, weeknights 02:00–04:30 Asia/Shanghai\n' +
        '  Tue 2026-12-01 02:00 Asia/Shanghai  due; cutoff 04:20, closes 04:30\n',
    );
    expect(ended.stdout).toContain('never: The DBAs move these by hand');
    expect(stage.begun).toEqual([]);
  });

  it('gives instants to a program', async () => {
    const ended = await makeStage({ files: FILES }).run('forecast', 'plan.yaml', '--days', '20', '--json');

    const printed = JSON.parse(ended.stdout);
    expect(printed).toMatchObject({ from: new Date(NOW).toISOString(), to: '2026-12-13T18:10:00.000Z' });
    expect(printed.rules[0]).toEqual({
      rule: 'orders-home',
      window: 'weeknights',
      timezone: 'Asia/Shanghai',
      occurrences: [
        {
          kind: 'due',
          key: '2026-12-01',
          dueAt: '2026-11-30T18:00:00.000Z',
          opensAt: '2026-11-30T18:00:00.000Z',
          cutoffAt: '2026-11-30T20:20:00.000Z',
          closesAt: '2026-11-30T20:30:00.000Z',
        },
      ],
    });
    expect(printed.never).toEqual([expect.objectContaining({ rule: 'leave-alone' })]);
  });

  it('speaks 简体中文', async () => {
    const ended = await makeStage({ files: FILES }).run('forecast', 'plan.yaml', '--language', 'zh-CN');

    expect(ended.stdout).toContain('2026-12-01（周二）02:00 Asia/Shanghai  到期；截止 04:20，关闭 04:30');
  });
});
