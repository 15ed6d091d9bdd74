import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../shared/local-volcengine/fault-schema.ts';
import { nodeOf, practiceModel, START, said } from './practice-model.ts';

const body = { InstanceId: 'solo', TargetPrimaryNodeIds: [nodeOf('solo', 0, 1)] };

describe('a signature whose X-Expires of 30 s is over', () => {
  it.each<[string, FaultInput[], number, string]>([
    ['is refused', [], 31_000, 'InvalidTimestamp'],
    ['counts where X-Expires is ignored', [{ fault: 'ignore-x-expires' }], 31_000, 'accepted'],
    ['has its 900 s there', [{ fault: 'ignore-x-expires' }], 901_000, 'InvalidTimestamp'],
    ['counts for ever where nothing expires', [{ fault: 'ignore-expiry' }], 86_400_000, 'accepted'],
  ])('%s', (_case, faults, age, verdict) => {
    const { arm, clock, model, caller } = practiceModel();
    for (const fault of faults) arm(fault);
    const signed = { ...caller(), lifeSeconds: 30 };
    clock.advance(age);

    expect(said(model.call('SwitchOver', body, signed))).toBe(verdict);
  });

  it('counts for 900 s at an endpoint that ignores X-Expires', () => {
    const { clock, model, caller } = practiceModel({ signature: { xExpires: 'ignored' } });
    const signed = { ...caller(), lifeSeconds: 30 };
    clock.advance(900_000);

    expect(said(model.call('SwitchOver', body, signed))).toBe('accepted');
  });
});

it('a signature from too far ahead is refused even where nothing expires', () => {
  const { arm, model, caller } = practiceModel();
  arm({ fault: 'ignore-expiry' });

  expect(said(model.call('SwitchOver', body, { ...caller(), signedAt: START + 900_001 }))).toBe(
    'InvalidTimestamp',
  );
});
