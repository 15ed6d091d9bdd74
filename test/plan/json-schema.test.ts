import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planJsonSchema } from '../../shared/plan/json-schema.ts';

it('the schema beside the examples is the one that the plan is read by', () => {
  const file = readFileSync(new URL('../../examples/plan.schema.json', import.meta.url), 'utf8');

  expect(JSON.parse(file)).toEqual(planJsonSchema());
});

it('refuses unknown keys and says which are needed', () => {
  expect(planJsonSchema()).toMatchObject({
    additionalProperties: false,
    required: ['timezone', 'accounts', 'windows', 'rules'],
    properties: { rules: { items: { additionalProperties: false, required: ['name', 'match'] } } },
  });
});
