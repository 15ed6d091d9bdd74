import { describe, expect, it } from 'vitest';
import { CommandFailed } from '../../shared/cli/errors.ts';
import type { ServiceAnswer, ServiceRequest } from '../../shared/cli/programs.ts';
import { recordsOf } from '../../shared/cli/records.ts';
import { ok, problem, summary, view } from './views.ts';

function recordsAnswering(answer: ServiceAnswer | Error) {
  const asked: (ServiceRequest & { path: string })[] = [];
  const service = {
    async request(path: string, request: ServiceRequest = {}) {
      asked.push({ path, ...request });
      if (answer instanceof Error) throw answer;
      return answer;
    },
    close: async () => undefined,
  };
  return { asked, records: recordsOf(service, 'zh-CN') };
}

describe('the records behind a service', () => {
  it('are asked for in the language of the reader', async () => {
    const { asked, records } = recordsAnswering(ok({ stops: [] }));

    await records.stops();

    expect(asked).toEqual([{ path: '/v1/stops', headers: { 'accept-language': 'zh-CN' } }]);
  });

  it('take a run with more fields than this version knows', async () => {
    const { records } = recordsAnswering(ok({ ...view(), mood: 'good' }));

    expect(await records.run('x')).toEqual(view());
  });

  it('take a run of an earlier version, which does not tell its messages', async () => {
    const { messages, ...earlier } = view();
    const { records } = recordsAnswering(ok(earlier));

    expect(messages).toEqual([]);
    expect(await records.run('x')).toEqual(view());
  });

  it('send a cursor as the service gave it', async () => {
    const { asked, records } = recordsAnswering(ok({ runs: [summary()], next: 'y' }));

    const page = await records.runs({ month: '2026-11', after: 'a b/+' });

    expect(asked[0]?.path).toBe('/v1/runs?month=2026-11&after=a+b%2F%2B');
    expect(page).toEqual({ runs: [summary()], next: 'y' });
  });

  it('tell a refusal from silence and from an answer that cannot be read', async () => {
    await expect(recordsAnswering(problem('not-found', 404, 'No.')).records.run('x')).rejects.toMatchObject({
      name: 'ServiceRefused',
    });
    await expect(recordsAnswering(new Error('reset')).records.run('x')).rejects.toMatchObject({
      name: 'NoAnswer',
    });
    await expect(recordsAnswering(ok('<html>')).records.run('x')).rejects.toMatchObject({
      name: 'AnswerUnreadable',
    });
  });

  it('pass on what the service itself has to say to a person', async () => {
    const { records } = recordsAnswering(new CommandFailed('Nothing serves it.'));

    await expect(records.run('x')).rejects.toThrow(/^Nothing serves it\.$/);
  });
});
