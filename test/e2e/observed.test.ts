import { expect, it } from 'vitest';
import { openPlan } from '../runtime/plan-text.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';
import { offpeakTo } from './processes.ts';

it('an account in observe mode: OBSERVED with the targets it would have taken, and the endpoint saw reads only', async () => {
  const desk = deskWith(openPlan(Date.now(), 'observe'));
  const endpoint = await endpointProcess(desk);
  const service = await servePractice(desk, endpoint.url);

  const accepted = await service.start('a-key', { instance: 'redis-practice-fleet', target: 'other-zone' });
  const location = accepted.headers.get('location') ?? '';
  await expect
    .poll(() => service.run(location), { timeout: 10_000 })
    .toMatchObject({ mode: 'observe', outcome: 'OBSERVED', reason: 'OBSERVE_MODE', hold: false });

  const run = await service.run(location);
  expect(JSON.stringify(run)).toContain('server-redis-practice-fleet-11-1');
  const asked = await endpoint.asked();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((action) => !action.startsWith('Describe'))).toEqual([]);
  expect(await endpoint.executed()).toEqual([]);

  const shown = await offpeakTo(
    ['show', location.split('/').at(-1) ?? '', '--cost', '--store', 'store.sqlite', '--language', 'en'],
    { folder: desk.folder },
  );
  expect(shown).toMatchObject({ exit: 0, stderr: '' });
  expect(shown.stdout).toContain('Nothing was sent.');
});
