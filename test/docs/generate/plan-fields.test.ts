import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultsBlock, planFieldBlocks } from '../../../docs/generate/plan-fields.ts';
import { DEFAULTS } from '../../../shared/plan/defaults.ts';
import { readPlan } from '../../../shared/plan/read.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const blocks = planFieldBlocks();

it('says of a field what the plan is refused with when it is anything else, and its default', () => {
  expect(blocks['plan-window']).toContain(
    '| `cutoff` | a whole number and s, m, h or d, such as 10m | `10m` |',
  );
  expect(blocks['plan-account']).toContain('| `mode` | observe or switch | `observe` |');
  expect(blocks['plan-account']).toContain('| `region` | a region such as cn-beijing | needed |');
});

it('names every default', () => {
  for (const field of Object.keys(DEFAULTS)) expect(defaultsBlock()).toContain(`| \`${field}\` |`);
});

it.each(['README.md', 'docs/plan.md'])('the plans that %s shows can be applied as they stand', (page) => {
  const shown = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];

  for (const [, text = ''] of shown) expect(readPlan(text)).toHaveProperty('plan');
});

it('a rule without a target exercises any', () => {
  const reading = readPlan(
    'timezone: UTC\naccounts: { a: { region: cn-beijing, credentials: a } }\n' +
      'windows: { w: { days: mon, open: "02:00", close: "04:00" } }\n' +
      'rules: [ { name: r, match: { instance: redis-x }, account: a, window: w, every: mon } ]\n',
  );

  expect(reading).toMatchObject({ plan: { rules: [{ target: { kind: 'any' } }] } });
});
