import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../shared/steps/dead-letters.ts';

const request = { rule: 'solo', key: 'nightly/1', when: 'window', reason: 'nightly' } as const;
const ended = {
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  detail: { executionArn: 'arn:aws:states:eu-central-1:1:execution:runs:x', status: 'ABORTED', input: '{}' },
};

describe('a dead letter', () => {
  it.each([
    ['the input itself', JSON.stringify(request)],
    [
      'a request of StartExecution',
      JSON.stringify({ StateMachineArn: 'arn:x', Input: JSON.stringify(request) }),
    ],
    ['a request of Invoke, its payload as text', JSON.stringify({ Payload: JSON.stringify(request) })],
    [
      'a request of Invoke, its payload as an object',
      JSON.stringify({ FunctionName: 'f', Payload: request }),
    ],
  ])('of a run is that request: %s', (_, text) => {
    expect(meaningOf({ text })).toEqual({ what: 'request', request });
  });

  it('of our own call each minute says which function was not called', () => {
    expect(meaningOf({ text: '{"minuteCallOf":"due"}' })).toEqual({ what: 'minute call', of: 'due' });
    expect(meaningOf({ text: '{"FunctionName":"f","Payload":"{\\"minuteCallOf\\":\\"settle\\"}"}' })).toEqual(
      {
        what: 'minute call',
        of: 'settle',
      },
    );
  });

  it('of an execution that ended badly says which, and what it was started with', () => {
    const { executionArn: of } = ended.detail;

    expect(meaningOf({ text: JSON.stringify(ended) })).toEqual({
      what: 'ended badly',
      of,
      ended: { execution: of, how: 'ABORTED', input: '{}' },
    });
  });

  it.each([
    ['no JSON', 'not json', /input:/],
    ['nothing', '', /input:/],
    ['a request without key', '{"rule":"solo","reason":"x"}', /key:/],
    [
      'a request that authorises itself',
      '{"rule":"solo","key":"k","reason":"x","authorized":true}',
      /authorized/,
    ],
    [
      'a call with a name that fills a page',
      JSON.stringify({ minuteCallOf: 'x'.repeat(101) }),
      /minuteCallOf|key:/,
    ],
  ])('is unknown, with the reason: %s', (_, text, fault) => {
    const meaning = meaningOf({ text });

    expect(meaning.what).toBe('unknown');
    expect(JSON.stringify(meaning)).toMatch(fault);
  });
});
