import { describe, expect, it } from 'vitest';
import * as asked from '../../shared/steps/asked-gates.ts';
import { GATES } from '../../shared/switchover/codes.ts';

describe('the gates that are asked', () => {
  it.each(Object.entries(asked))('%s are gates, each once, in their own order', (_, gates) => {
    expect(GATES.filter((gate) => gates.includes(gate))).toEqual(gates);
  });

  it.each(Object.entries(asked))('%s hold every gate that a person can close at any time', (_, gates) => {
    for (const gate of ['rule', 'freeze', 'window', 'room', 'stop', 'lease', 'cooldown'] as const) {
      expect(gates).toContain(gate);
    }
  });
});
