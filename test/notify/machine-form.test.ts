import { expect, it } from 'vitest';
import { machineForm } from '../../shared/notify/machine-form.ts';
import { TROUBLE } from './messages.ts';

it('holds everything, and nothing that is not of a message', () => {
  expect(machineForm({ ...TROUBLE, more: 1 } as typeof TROUBLE)).toEqual(TROUBLE);
});
