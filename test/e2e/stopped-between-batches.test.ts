import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeApi } from '../../shared/api/api.ts';
import { localGuard } from '../../shared/api/local-guard.ts';
import { serveLocally, tokenFor } from '../../shared/runtime/local-http.ts';
import type { LogLine } from '../../shared/steps/ports.ts';
import { FLEET, practicePlan, type Rehearsal, rehearsal } from '../runtime/rehearsal.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';

/** The API of an embedded Offpeak on a real socket; the leaping clock stands still while it is asked. */
async function overHttp({ embedded, clock }: Rehearsal, storePath: string) {
  const token = tokenFor(storePath);
  const http = await serveLocally(storePath, 0);
  onTestFinished(() => http.close());
  const guard = localGuard({ token, port: http.port });
  http.answerWith(makeApi({ ports: embedded.ports, caller: () => 'an operator', guard }));
  return (route: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
    clock.during(async () => {
      const answer = await fetch(`${http.url}${route}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    });
}

it('a stop between two batches: nothing more is sent, the run is PARTIAL and holds, a person frees it', async () => {
  const path = join(temporaryFolder(), 'store.sqlite');
  const watching: { seen?: (line: LogLine) => void } = {};
  const log = { info: (line: LogLine) => watching.seen?.(line), warn: () => undefined };
  const opened = rehearsal(path, { over: { log } });
  const { embedded, model } = opened;
  await embedded.apply(practicePlan());
  const ask = await overHttp(opened, path);

  const stopped = Promise.withResolvers<unknown>();
  watching.seen = ({ what, data }) => {
    if (what !== 'looked' || data?.batch !== 'on target' || data.status !== 'Running') return;
    delete watching.seen;
    stopped.resolve(ask('/v1/stops/everything', 'PUT', { reason: 'an incident' }));
  };
  const runId = await opened.start({ instance: FLEET });
  await embedded.engine.ended(runId);

  expect(await stopped.promise).toMatchObject({ status: 200 });
  expect(model.executed().map(({ nodeIds }) => nodeIds.length)).toEqual([1]);
  expect(await ask(`/v1/runs/${runId}`)).toMatchObject({
    body: { outcome: 'PARTIAL', reason: 'STOPPED_BETWEEN_BATCHES', batches: 3, verified: 1, hold: true },
  });
  expect(await ask('/v1/runs?attention=true')).toMatchObject({ body: { runs: [{ id: runId }] } });

  await liftStops(ask);
  expect(await askedAgain(ask)).toMatchObject({ status: 409, body: { code: 'INSTANCE_HELD' } });

  const acknowledged = await ask(`/v1/runs/${runId}/acknowledge`, 'POST', { reason: 'seen to by hand' });
  expect(acknowledged).toMatchObject({
    status: 200,
    body: { outcome: 'PARTIAL', hold: false, settled: { as: 'ACKNOWLEDGED' } },
  });
  expect(await askedAgain(ask)).toMatchObject({ status: 409, body: { code: 'COOLING_DOWN' } });
  expect(model.executed()).toHaveLength(1);
});

type Ask = Awaited<ReturnType<typeof overHttp>>;

/** The operator's own, and the one that the bad outcome put on the account. */
async function liftStops(ask: Ask): Promise<void> {
  for (const scope of ['everything', 'account:practice']) {
    expect(await ask(`/v1/stops/${scope}`, 'DELETE')).toMatchObject({ status: 204 });
  }
}

const askedAgain = (ask: Ask) =>
  ask(
    '/v1/runs',
    'POST',
    { instance: FLEET, when: 'now', reason: 'the rest of it' },
    { 'idempotency-key': crypto.randomUUID() },
  );
