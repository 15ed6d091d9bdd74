import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { faulty, PROBLEMS, type ProblemKind, problemSchema, refuse } from '../../shared/api/problem.ts';

const isKind = (name: string): name is ProblemKind => Object.hasOwn(PROBLEMS, name);

it.each(Object.keys(PROBLEMS).filter(isKind))('%s is a whole problem of its own status', async (kind) => {
  const api = new Hono().get('/', (context) =>
    refuse(context, { kind, code: 'CODE', detail: 'A sentence.' }),
  );

  const answer = await api.request('/');

  expect(answer.status).toBe(PROBLEMS[kind].status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problemSchema.strict().parse(await answer.json())).toEqual({
    type: `urn:offpeak:problem:${kind}`,
    ...PROBLEMS[kind],
    detail: 'A sentence.',
    code: 'CODE',
    retryable: false,
  });
});

it('a passing refusal says after how many seconds to come again', async () => {
  const api = new Hono().get('/', (context) =>
    refuse(context, { kind: 'unavailable', code: 'CODE', detail: 'A sentence.', retryAfter: 2 }),
  );

  const answer = await api.request('/');

  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toMatchObject({ retryable: true });
});

it('the refusal of a faulty request counts its faults', () => {
  const fault = { path: 'body/when', sentence: 'It is missing.' };

  expect(faulty([fault]).detail).toBe('The request has a fault.');
  expect(faulty([fault, fault]).detail).toBe('The request has 2 faults.');
});
