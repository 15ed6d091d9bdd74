import { expect, it } from 'vitest';
import { TargetUnusable } from '../../shared/notify/errors.ts';

it('names what was read and every fault', () => {
  const error = new TargetUnusable('secret offpeak/dba', ['url: must be https', 'secret: must be …']);

  expect(error.message).toBe('read secret offpeak/dba → unusable: url: must be https; secret: must be …');
  expect(error.name).toBe('TargetUnusable');
});
