import { describe, expect, it } from 'vitest';
import { startEndpoint } from '../../shared/local-volcengine/server.ts';
import { nodeOf } from './practice-model.ts';
import { CREDENTIAL, jsonOf, queryOf, serving, signedInit } from './serving.ts';

const BODY = JSON.stringify({ InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('solo', 0, 1)] });
const SWITCH_OVER = queryOf('SwitchOver');
const errorOf = (code: string) => ({ ResponseMetadata: { Error: { Code: code } } });

describe('over HTTP', () => {
  it('a signed SwitchOver is accepted and executed', async () => {
    await using endpoint = await serving();

    const response = await endpoint.post(SWITCH_OVER, BODY);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({
      ResponseMetadata: { Action: 'SwitchOver', Service: 'Redis', Region: 'cn-beijing' },
      Result: null,
    });
    expect(endpoint.model.executed()).toHaveLength(1);
  });

  it('a signature ends with X-Expires', async () => {
    await using endpoint = await serving();
    const query = `${SWITCH_OVER}&X-Expires=30`;
    const { clock, post, url } = endpoint;

    const init = signedInit({ query, body: BODY, at: clock.now() });
    clock.advance(30_001);

    const late = await fetch(`${url}/?${query}`, init);
    expect(late.status).toBe(403);
    expect(await late.json()).toMatchObject(errorOf('InvalidTimestamp'));
    expect((await post(query, BODY)).status).toBe(200);
  });

  it.each<[string, string, string, number]>([
    ['Action=SwitchOver', BODY, 'MissingParameter', 400],
    ['Version=2020-12-07', BODY, 'MissingParameter', 400],
    ['Action=SwitchOver&Version=2016-01-01', BODY, 'InvalidActionOrVersion', 404],
    ['Action=DropEverything&Version=2020-12-07', BODY, 'InvalidActionOrVersion', 404],
    [SWITCH_OVER, '{"InstanceId":', 'ParamError', 400],
    [SWITCH_OVER, '', 'ParamError', 400],
    [SWITCH_OVER, `"${'x'.repeat(1_048_576)}"`, 'ParamError', 400],
  ])('%s with a wrong request is answered by its code (%#)', async (query, body, code, status) => {
    await using endpoint = await serving();

    const response = await endpoint.post(query, body);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(errorOf(code));
    expect(endpoint.model.answered()).toMatchObject([{ code }]);
  });

  it('another method, another path and no signature are turned away', async () => {
    await using endpoint = await serving();
    const { url } = endpoint;

    expect(await jsonOf(fetch(`${url}/?${SWITCH_OVER}`))).toMatchObject(errorOf('MethodNotAllowed'));
    expect(await jsonOf(fetch(`${url}/elsewhere`, { method: 'POST' }))).toMatchObject(
      errorOf('InvalidActionOrVersion'),
    );
    expect(await jsonOf(fetch(`${url}/?${SWITCH_OVER}`, { method: 'POST', body: BODY }))).toMatchObject(
      errorOf('MissingAuthenticationToken'),
    );
    expect(endpoint.model.executed()).toEqual([]);
  });

  it('a throttled caller is told when to come back', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'throttle', retryAfterSeconds: 7 });

    const response = await endpoint.post(SWITCH_OVER, BODY);

    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('a lost answer breaks the connection after executing', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'lose-answer' });

    await expect(endpoint.post(SWITCH_OVER, BODY)).rejects.toThrow('fetch failed');
    expect(endpoint.model.executed()).toHaveLength(1);
  });

  it('a garbled answer is no JSON', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'garble-answer' });

    const response = await endpoint.post(SWITCH_OVER, BODY);

    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it('an answer that is kept back comes when it is released', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'hold-answer' });
    const pending = endpoint.post(SWITCH_OVER, BODY);
    await until(() => endpoint.model.held().length === 1);
    expect(endpoint.model.executed()).toHaveLength(1);

    endpoint.model.release();

    expect((await pending).status).toBe(200);
  });

  it('an answer that is kept for a time comes when the clock says so', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'hold-answer', for: '40s' });
    const pending = endpoint.post(SWITCH_OVER, BODY);
    await until(() => endpoint.clock.sleeping() === 1);

    endpoint.clock.advance(40_000);

    expect((await pending).status).toBe(200);
  });

  it('nothing breaks when the caller of a kept answer has gone', async () => {
    await using endpoint = await serving();
    endpoint.arm({ fault: 'hold-answer' });
    const gone = new AbortController();
    const pending = endpoint.post(SWITCH_OVER, BODY, gone.signal);
    await until(() => endpoint.model.held().length === 1);
    gone.abort(new Error('gave up'));
    await expect(pending).rejects.toThrow('gave up');

    endpoint.model.release();

    expect((await endpoint.post(queryOf('DescribeDBInstances'), '{}')).status).toBe(200);
  });
});

describe('closing', () => {
  it.each(['hang', 'hold-answer'] as const)('does not wait for a call under %s', async (fault) => {
    const endpoint = await serving();
    endpoint.arm(fault === 'hang' ? { fault } : { fault, for: '1h' });
    const pending = endpoint.post(SWITCH_OVER, BODY);
    await until(() => endpoint.model.answered().length === 1);

    await endpoint.close();

    await expect(pending).rejects.toThrow('fetch failed');
    expect(endpoint.clock.sleeping()).toBe(0);
  });

  it('a port that is taken is an error', async () => {
    await using endpoint = await serving();
    const { clock, model, url } = endpoint;
    const port = Number(new URL(url).port);

    const second = startEndpoint({ model, clock, credentials: [CREDENTIAL], port });

    await expect(second).rejects.toThrow('EADDRINUSE');
  });
});

/** Lets the event loop turn until it is so. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
