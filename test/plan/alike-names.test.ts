import { describe, expect, it } from 'vitest';
import { channelVariables } from '../../shared/cli/channels-from-environment.ts';
import { alikeNames } from '../../shared/plan/alike-names.ts';
import { faultsOf, planText, told } from './plan-examples.ts';

describe('names of one mapping', () => {
  it.each([
    ['on-call', 'on--call'],
    ['dba', 'dba-'],
    ['dba--', 'dba-'],
  ])('%s and %s lead to the same variables: the later is found', (earlier, later) => {
    expect(channelVariables(earlier, 'feishu')).toEqual(channelVariables(later, 'feishu'));
    expect(alikeNames('notify', [earlier, 'other', later])).toEqual([
      {
        path: ['notify', later],
        inKey: true,
        sentence: `${later} differs from ${earlier} in hyphens only, and both would be read from the same variables: give one another name.`,
      },
    ]);
  });

  it('are left alone where the variables differ', () => {
    expect(alikeNames('notify', ['on-call', 'oncall', 'on-call-1', 'on-call1'])).toEqual([]);
  });
});

describe('a plan with two such entries of notify', () => {
  it('is refused at the later one', () => {
    const text = planText({
      notify:
        'notify:\n  dba: { feishu: offpeak/a }\n  on-call: { feishu: offpeak/b }\n  on--call: { log: c }',
    });

    expect(told(text)).toEqual([expect.stringMatching(/^notify\.on--call: on--call differs from on-call /)]);
    const line = text.split('\n').findIndex((each) => each.includes('on--call')) + 1;
    expect(faultsOf(text)).toMatchObject([{ line, column: 3 }]);
  });
});
