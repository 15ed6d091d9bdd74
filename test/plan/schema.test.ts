import { describe, expect, it } from 'vitest';
import { faultsOf, planText, told } from './plan-examples.ts';

const account = (fields: string) => planText({ accounts: `accounts:\n  prod: { ${fields} }` });
const window = (fields: string) => planText({ windows: `windows:\n  weeknights: { ${fields} }` });
const rule = (fields: string) =>
  planText({ rules: `rules:\n  - { name: orders, match: { instance: redis-orders }, ${fields} }` });
const match = (fields: string) =>
  planText({ rules: `rules:\n  - { name: orders, match: { ${fields} }, every: opening }` });

const REGION = 'a region such as cn-beijing';
const TIME = 'a time of day, "HH:MM" from "00:00" to "23:59" (an opening lasts less than 24 h)';
const COUNT = 'a whole number of 1 or more';

describe('values that do not have their form', () => {
  it.each([
    [
      'a region',
      account('region: Beijing, credentials: c'),
      `accounts.prod.region: region must be ${REGION}, not "Beijing".`,
    ],
    [
      'no region',
      account('credentials: c'),
      `accounts.prod.region: region is missing: it must be ${REGION}.`,
    ],
    [
      'a mode',
      account('region: cn-beijing, credentials: c, mode: swich'),
      'accounts.prod.mode: mode must be observe or switch, not "swich".',
    ],
    [
      'over 24 h',
      window('days: mon, open: "02:00", close: "28:00"'),
      `windows.weeknights.close: close must be ${TIME}, not "28:00".`,
    ],
    [
      'days',
      window('days: weekdays, open: "02:00", close: "04:30"'),
      'windows.weeknights.days: days must be days such as mon-thu or sat,sun, not "weekdays".',
    ],
    [
      'a zone',
      window('days: mon, open: "02:00", close: "04:30", timezone: CST8'),
      'windows.weeknights.timezone: timezone must be an IANA time zone such as Asia/Shanghai, not "CST8".',
    ],
    [
      'a duration',
      rule('every: opening, cooldown: 20'),
      'rules[0].cooldown: cooldown must be a whole number and s, m, h or d, such as 10m, not 20.',
    ],
    [
      'a limit of none',
      planText({ limits: 'limits: { perNight: 0 }' }),
      `limits.perNight: perNight must be ${COUNT}, not 0.`,
    ],
    [
      'half a limit',
      planText({ limits: 'limits: { atOnce: 1.5 }' }),
      `limits.atOnce: atOnce must be ${COUNT}, not 1.5.`,
    ],
    [
      'a limit in words',
      planText({ limits: 'limits: { stopAfter: never }' }),
      `limits.stopAfter: stopAfter must be ${COUNT}, not "never".`,
    ],
    [
      '51 shards',
      rule('every: opening, shardsAtOnce: 51'),
      'rules[0].shardsAtOnce: shardsAtOnce must be a whole number from 1 to 50, the most that the vendor takes in one call, not 51.',
    ],
    [
      'a date',
      planText({ freezes: 'freezes:\n  - { name: x, from: 2026-02-30, through: 2026-03-01 }' }),
      'freezes[0].from: from must be a calendar day that exists, YYYY-MM-DD, not "2026-02-30".',
    ],
    [
      'an every',
      rule('every: fortnight'),
      'rules[0].every: every must be opening · tue or tue,thu · 1st|2nd|3rd|4th|last tue · 30 days, not "fortnight".',
    ],
    [
      'a once',
      rule('once: 2026-11-13T02:10:00'),
      'rules[0].once: once must be a date such as 2026-11-13, or an instant with its offset such as 2026-11-13T02:10:00+08:00, not "2026-11-13T02:10:00".',
    ],
    [
      'a target',
      rule('every: opening, target: here'),
      'rules[0].target: target must be any, other-zone, { zone: a zone } or { nodes: [ nodes ] }, not "here".',
    ],
    ['an empty match', match(''), 'rules[0].match: match must name an instance, tag, project or pattern.'],
    [
      'a number as a tag',
      match('tag: { tier: 0 }'),
      'rules[0].match.tag.tier: tier must be a text; put quotes around a number, not 0.',
    ],
    [
      'too few expected',
      match('instance: i, expect: 9-1'),
      'rules[0].match.expect: expect must be a number of instances, such as 12 or 700-850, not "9-1".',
    ],
    [
      'nobody told',
      planText({ notify: 'notify:\n  dba: {}' }),
      'notify.dba: dba must name at least one channel.',
    ],
    [
      'a name',
      planText({ notify: 'notify:\n  dba: { log: x }\n  D_B: { log: x }' }),
      'notify.D_B: D_B must be a name of lower-case letters, digits and hyphens that begins with a letter, not "D_B".',
    ],
    [
      'no mapping',
      planText({ rules: 'rules:\n  - orders' }),
      'rules[0]: rules[0] must be a mapping with name, match and every, once or never, not "orders".',
    ],
    [
      'an empty section',
      planText({
        windows: 'windows:',
        defaults: 'defaults: { account: prod, notify: dba }',
        rules: 'rules: []',
      }),
      'windows: windows must be a mapping of windows, not empty.',
    ],
    ['nothing', '', ': The plan must be a mapping with timezone, accounts, windows and rules, not empty.'],
  ])('%s', (_, text, fault) => {
    expect(told(text)).toEqual([fault]);
  });
});

describe('secrets', () => {
  it.each([
    ['credentials', account('region: cn-beijing, credentials: AKLTNzQwYzQ1ZDM0ZTQxNGIyZmE3Mg')],
    ['a channel', planText({ notify: 'notify:\n  dba: { feishu: AKLTNzQwYzQ1ZDM0ZTQxNGIyZmE3Mg }' })],
  ])('written into %s are refused without being repeated', (_, text) => {
    const [fault, ...more] = faultsOf(text);

    expect(more).toEqual([]);
    expect(fault?.sentence).toMatch(
      /must be the name of a secret, never an (access key|address or a key) itself/,
    );
    expect(fault?.sentence).not.toContain('AKLT');
  });
});

describe('the address of a channel, which holds a token or leads anywhere,', () => {
  it.each([
    'https://open.feishu.cn/open-apis/bot/v2/hook/canary',
    'http://10.0.0.1/canary',
    '10.0.0.1/canary',
    '169.254.169.254',
    'localhost/canary',
    'bot?key=canary',
  ])('%s is refused where the name of its secret belongs, without being repeated', (address) => {
    const faults = faultsOf(planText({ notify: `notify:\n  dba: { webhook: "${address}" }` }));
    expect(faults).toMatchObject([
      {
        path: 'notify.dba.webhook',
        sentence: 'webhook must be the name of a secret, never an address or a key itself.',
      },
    ]);
  });
});

describe('what an entry of notify may say besides its channels', () => {
  it.each([
    ['languages: [en, zh-CN], digest: "08:30"', []],
    [
      'languages: []',
      ['notify.dba.languages: languages must be a list of languages, en and zh-CN, each once, not a list.'],
    ],
    [
      'languages: [en, en]',
      ['notify.dba.languages: languages must be a list of languages, en and zh-CN, each once, not a list.'],
    ],
    ['languages: [fr]', ['notify.dba.languages[0]: languages[0] must be en or zh-CN, not "fr".']],
    ['digest: "9:00"', [`notify.dba.digest: digest must be ${TIME}, not "9:00".`]],
    [
      'sns: "arn:aws:sns:eu-west-1:1:x"',
      [
        'notify.dba.sns: sns must be the name of an SNS topic: 1 to 256 letters, digits, hyphens and underscores, not "arn:aws:sns:eu-west-1:1:x".',
      ],
    ],
  ])('%s', (said, faults) => {
    expect(told(planText({ notify: `notify:\n  dba: { log: x, ${said} }` }))).toEqual(faults);
  });

  it('is no channel', () => {
    expect(told(planText({ notify: 'notify:\n  dba: { languages: [en] }' }))).toEqual([
      'notify.dba: dba must name at least one channel.',
    ]);
  });
});

describe('the word that was meant', () => {
  it.each([
    ['a key at the top', `${planText()}\nruels: []`, 'ruels', 'rules'],
    ['a key of a rule', rule('every: opening, cool-down: 1h'), 'rules[0].cool-down', 'cooldown'],
    ['a key of a match', match('instnce: i, tag: {a: b}'), 'rules[0].match.instnce', 'instance'],
    ['a mode', account('region: cn-beijing, credentials: c, mode: swich'), 'accounts.prod.mode', 'switch'],
    ['a zone', planText({ timezone: 'timezone: Europe/Belrin' }), 'timezone', 'Europe/Berlin'],
    ['a target', rule('every: opening, target: other_zone'), 'rules[0].target', 'other-zone'],
    ['an every', rule('every: openning'), 'rules[0].every', 'opening'],
    [
      'a channel',
      planText({ notify: 'notify:\n  dba: { log: x, fieshu: y }' }),
      'notify.dba.fieshu',
      'feishu',
    ],
  ])('%s', (_, text, path, word) => {
    expect(faultsOf(text)).toMatchObject([{ path, nearest: word }]);
  });
});
