import { describe, expect, it } from 'vitest';
import { evaluateTemplate, isExpression, parseTemplate } from '../../shared/engine/template.ts';

const RULES = { result: false, errorOutput: false, variables: new Set<string>() };
const EFFECTS = { now: 0, random: () => 0, uuid: () => '' };

async function fill(value: unknown, bindings = {}) {
  const faults: string[] = [];
  const template = parseTemplate('Output', value, RULES, (field) => faults.push(field));
  return { faults, value: await evaluateTemplate(template, bindings, EFFECTS) };
}

describe('a template', () => {
  it('replaces expressions wherever they stand, and nothing else', async () => {
    const filled = await fill({ a: ['{% $x %}', ' {% x %} ', '$x', null], '{% $x %}': '{%$x%}' }, { x: 7 });

    expect(filled).toEqual({ faults: [], value: { a: [7, ' {% x %} ', '$x', null], '{% $x %}': 7 } });
  });

  it('names the place of each fault', async () => {
    expect((await fill({ a: [0, { b: '{% x %}' }], c: '{% ' })).faults).toEqual([
      'Output/a[1]/b',
      'Output/c',
    ]);
  });

  it.each([
    ['{% 1 %}', true],
    ['{%%}', true],
    ['{%}', false],
    [' {% 1 %}', false],
    ['{% 1 %} ', false],
    [5, false],
  ])('%j is a JSONata string: %s', (value, is) => {
    expect(isExpression(value)).toBe(is);
  });
});
