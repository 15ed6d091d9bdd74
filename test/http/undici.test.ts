import { readFileSync } from 'node:fs';
import * as whole from 'undici';
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import { afterEach, describe, expect, it } from 'vitest';
import { type Dispatcher, makeAgent, requestOver } from '../../shared/http/undici.ts';
import { ScriptedServer, says } from '../volcengine/scripted-server.ts';

const dispatchers: Dispatcher[] = [];
afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.destroy()));
});

describe('the two parts of undici that nobody promises', () => {
  it('are the very ones behind its front door', () => {
    expect(Agent).toBe(whole.Agent);
    expect(request).toBe(whole.Dispatcher.prototype.request);
  });

  it('are of a version that changes only by hand', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };

    expect(dependencies.undici).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('a request', () => {
  it('goes over connections of our own', async () => {
    await using server = await ScriptedServer.start(says(201, 'made', { 'X-Kind': 'answer' }));
    const agent = makeAgent({ allowH2: false });
    dispatchers.push(agent);

    const answer = await requestOver(agent, {
      origin: server.origin,
      path: '/a?b=c',
      method: 'POST',
      body: 'x',
    });

    expect([answer.statusCode, answer.headers['x-kind'], await answer.body.text()]).toEqual([
      201,
      'answer',
      'made',
    ]);
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/a?b=c', body: 'x' }]);
  });

  it('goes over whatever dispatches in their place', async () => {
    const agent = new whole.MockAgent();
    agent.disableNetConnect();
    agent.get('http://vendor').intercept({ path: '/' }).reply(204, '');

    const answer = await requestOver(agent, { origin: 'http://vendor', path: '/', method: 'GET' });

    expect(answer.statusCode).toBe(204);
  });
});
