import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { fullName, makeCommandLine, withAllBelow } from '../../shared/cli/command-line.ts';
import { makeStage } from './stage.ts';

const { surroundings } = makeStage();
const names = [...withAllBelow(makeCommandLine({ surroundings, conclude: async () => undefined }))].map(
  fullName,
);
const leaves = names.filter(
  (name) => !['offpeak', 'offpeak plan', 'offpeak accounts', 'offpeak notify'].includes(name),
);

it('has every command of the product', () => {
  expect(names).toEqual([
    'offpeak',
    ...[
      'practice',
      'serve',
      'endpoint',
      'run',
      'show',
      'history',
      'refused',
      'stop',
      'resume',
      'stops',
      'cancel',
    ].map((name) => `offpeak ${name}`),
    'offpeak acknowledge',
    'offpeak plan',
    'offpeak plan check',
    'offpeak plan apply',
    'offpeak plan schema',
    'offpeak forecast',
    'offpeak accounts',
    'offpeak accounts check',
    'offpeak notify',
    'offpeak notify test',
  ]);
});

describe('help', () => {
  it.each(leaves)('%s shows examples and exit codes', async (name) => {
    const { exit, stdout, stderr } = await makeStage().run(...name.split(' ').slice(1), '--help');

    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain(`Usage: ${name} `);
    expect(stdout).toMatch(/\nExamples:\n {2}\$ (offpeak|npm) /);
    expect(stdout).toMatch(/\nExit codes:\n {2}0 /);
    expect(stdout).toContain('the command line is wrong; nothing was begun');
  });

  it('is as wide as the screen', async () => {
    const { stdout } = await makeStage({ output: { columns: 200 } }).run('show', '--help');

    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeGreaterThan(100);
  });

  it('comes without a command too, but is no success then', async () => {
    const ended = await makeStage().run();

    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toContain('Usage: offpeak');
  });
});

it('prints its version', async () => {
  expect(await makeStage().run('--version')).toEqual({
    exit: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
});

describe('a wrong command line ends with 2, in a sentence, with the nearest word', () => {
  it.each([
    [['shwo'], "unknown command 'shwo'. Did you mean show?", 'See offpeak --help.'],
    [['plan', 'chekc', 'x'], "unknown command 'chekc'. Did you mean check?", 'See offpeak plan --help.'],
    [['show', 'x', '--cots'], "unknown option '--cots'. Did you mean --cost?", 'See offpeak show --help.'],
    [['show'], "missing required argument 'run'.", 'See offpeak show --help.'],
    [['show', 'a', 'b'], 'too many arguments', 'See offpeak show --help.'],
    [['cancel', 'a'], "required option '--reason <text>' not specified.", 'See offpeak cancel --help.'],
    [['endpoint', '--port'], "option '--port <number>' argument missing.", 'See offpeak endpoint --help.'],
    [['stops', '--store', 'a', '--url', 'https://b'], 'cannot be used with', 'See offpeak stops --help.'],
    [['stops', '--language', 'zh'], '--language must be en or zh-CN, not "zh". Did you mean zh-CN?', ''],
    [['run', 'redis-x', '--dry-run', '--when', 'nwo'], 'Did you mean now?', ''],
    [['run', 'redis-x', '--dry-run', '--target', 'other-zon'], 'Did you mean other-zone?', ''],
    [['xyzzy'], "unknown command 'xyzzy'.", 'See offpeak --help.'],
  ])('%j', async (args, sentence, hint) => {
    const stage = makeStage();

    const ended = await stage.run(...args);

    expect(ended).toMatchObject({ exit: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^offpeak: [^\n]*\n/);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toContain(hint);
    expect(ended.stderr).not.toContain('    at ');
    expect(stage.begun).toEqual([]);
  });
});
