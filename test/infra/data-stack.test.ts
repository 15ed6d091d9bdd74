import { describe, expect, it } from 'vitest';
import { synthesise } from './synthesise.ts';

const { data } = synthesise();

describe('the records', () => {
  it('share their stack with nothing', () => {
    expect(Object.values(data.resources).map(({ Type }) => Type)).toEqual(['AWS::DynamoDB::Table']);
  });
});
