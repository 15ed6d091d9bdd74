import { describe, expect, it } from 'vitest';
import { callOf, childFormOf, functionNameOf, parseResource } from '../../shared/engine/resource.ts';

describe('a function is found', () => {
  it.each([
    ['work', 'work'],
    ['arn:aws:lambda:us-east-1:111111111111:function:work', 'work'],
    ['arn:aws-cn:lambda:cn-north-1:111111111111:function:work', 'work'],
    ['111111111111:function:work', 'work'],
    ['work:live', undefined],
    ['arn:aws:lambda:us-east-1:111111111111:function:work:7', undefined],
    ['', undefined],
  ])('by %j as %j', (text, name) => {
    expect(functionNameOf(text)).toBe(name);
  });
});

describe('a call through lambda:invoke', () => {
  const resource = { kind: 'invoke' } as const;

  it('has an empty object as payload where none is given', () => {
    expect(callOf(resource, { FunctionName: 'work' })).toEqual({ functionName: 'work', payload: {} });
  });

  it.each([
    ['text', 'Arguments'],
    [{ FunctionName: 'work', LogType: 'Tail' }, 'Arguments/LogType'],
    [{ FunctionName: 5 }, 'Arguments/FunctionName'],
    [{ FunctionName: 'work:live' }, 'Arguments/FunctionName'],
  ])('is not made with %j', (given, field) => {
    expect(callOf(resource, given)).toMatchObject({ field });
  });
});

it('a function ARN takes its arguments whole', () => {
  const resource = parseResource('arn:aws:lambda:us-east-1:111111111111:function:work');
  if (typeof resource === 'string') throw new Error(resource);
  expect(callOf(resource, [1])).toEqual({ functionName: 'work', payload: [1] });
});

describe('a child execution is waited for', () => {
  it.each([
    ['arn:aws:states:::states:startExecution.sync:2', 'sync:2'],
    ['arn:aws-cn:states:::states:startExecution.waitForTaskToken', 'waitForTaskToken'],
    ['arn:aws:states:::states:startExecution.sync', undefined],
    ['arn:aws:states:::states:startExecution', undefined],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', undefined],
    [7, undefined],
  ])('by %j as %j', (arn, form) => {
    expect(childFormOf(arn)).toBe(form);
  });
});
