import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { answerControlCall, type ControlRequest } from '../../shared/local-volcengine/control-plane.ts';
import { nodeOf, practiceModel, said } from './practice-model.ts';
import { jsonOf, serving } from './serving.ts';

const json = { 'content-type': 'application/json' };

describe('over HTTP, without a signature', () => {
  it('the two logs can be read', async () => {
    await using endpoint = await serving();
    endpoint.switchOver('solo', [nodeOf('solo', 0, 1)]);

    const executed = await fetch(`${endpoint.url}/practice/executed`);

    expect(executed.headers.get('content-type')).toBe('application/json');
    expect(await executed.json()).toEqual({ executed: endpoint.model.executed() });
    expect(await jsonOf(fetch(`${endpoint.url}/practice/answered`))).toEqual({
      answered: endpoint.model.answered(),
    });
  });

  it('faults can be armed, and kept answers listed and released', async () => {
    await using endpoint = await serving();
    const post = (path: string, body: unknown) =>
      jsonOf(
        fetch(`${endpoint.url}/practice/${path}`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify(body),
        }),
      );

    expect(await post('faults', { fault: 'hold-answer', for: '1h' })).toEqual({ armed: 1 });
    endpoint.switchOver('solo', [nodeOf('solo', 0, 1)]);
    const [hold] = endpoint.model.held();
    expect(await jsonOf(fetch(`${endpoint.url}/practice/held`))).toEqual({
      held: [{ requestId: hold?.requestId, until: hold?.until }],
    });
    expect(await post('release', {})).toEqual({ released: 1 });
  });

  it('a foreign Host is refused', async () => {
    await using endpoint = await serving();
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request(`${endpoint.url}/practice/executed`, { headers: { host: 'rebound.example:80' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();

    expect(await promise).toBe(403);
  });
});

describe('what is wrong is refused and changes nothing', () => {
  function answer(change: Partial<ControlRequest>, content?: unknown) {
    const practice = practiceModel();
    const body = Buffer.from(content === undefined ? '' : JSON.stringify(content));
    const base = { method: 'POST', path: '/practice/faults', host: 'localhost:8080', body };
    const { httpStatus, content: said } = answerControlCall(practice.model, {
      ...base,
      contentType: 'application/json; charset=utf-8',
      ...change,
    });
    return { httpStatus, said, practice };
  }

  it.each<[string, Partial<ControlRequest>, number]>([
    ['a foreign host', { host: '127.0.0.1.example' }, 403],
    ['no host', { host: undefined }, 403],
    ['a form', { contentType: 'text/plain' }, 415],
    ['no content type', { contentType: undefined }, 415],
    ['a body that is too large', { body: 'too large' }, 413],
    ['no JSON', { body: Buffer.from('{') }, 400],
    ['another path', { path: '/practice/clock' }, 404],
    ['another method', { method: 'DELETE' }, 404],
  ])('%s', (_case, change, status) => {
    expect(answer(change, []).httpStatus).toBe(status);
  });

  it.each(['127.0.0.1:4000', 'localhost', '[::1]:4000', 'LOCALHOST:1'])('%s is this machine', (host) => {
    expect(answer({ host }, []).httpStatus).toBe(200);
  });

  it('a list with one wrong fault arms none, and every wrong one is named', () => {
    const {
      httpStatus,
      said: problem,
      practice,
    } = answer({}, [
      { fault: 'throttle' },
      { fault: 'throtle' },
      { fault: 'hang', instanse: 'solo' },
      { fault: 'hang', instance: 'sole' },
    ]);

    expect(httpStatus).toBe(422);
    expect(problem.faults).toEqual([
      { path: '1.fault', message: 'unknown value "throtle"; did you mean throttle?' },
      { path: '2.instanse', message: 'unknown key "instanse"; did you mean instance?' },
      { path: '3.instance', message: 'there is no instance sole' },
    ]);
    expect(said(practice.switchOver('solo', [nodeOf('solo', 0, 1)]))).toBe('accepted');
  });
});
