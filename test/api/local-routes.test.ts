import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { localRoutes } from '../../shared/api/local-routes.ts';
import { RunNotFound } from '../../shared/steps/errors.ts';

const COST = { states: 6, vendorReads: 7, polls: 3, sends: 1, writeUnits: 40, readUnits: 9 };
const RUN = 'abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst';

function served() {
  const asked: string[] = [];
  const api = new Hono().onError((error, context) => context.text(error.name, 404));
  localRoutes(api, async (runId) => {
    asked.push(runId);
    return COST;
  });
  return { asked, api };
}

it('tells what a run has cost', async () => {
  const { asked, api } = served();

  expect(await (await api.request(`/v1/runs/${RUN}/cost`)).json()).toEqual(COST);
  expect(asked).toEqual([RUN]);
});

it('asks nobody about a text that is no id of a run', async () => {
  const { asked, api } = served();

  expect(await (await api.request('/v1/runs/nonsense/cost')).text()).toBe(RunNotFound.name);
  expect(asked).toEqual([]);
});
