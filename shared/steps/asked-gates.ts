import { GATES, type GateName } from '../switchover/codes.ts';

const without = (...left: readonly GateName[]): readonly GateName[] =>
  GATES.filter((gate) => !left.includes(gate));

/** Everything that our own records can answer: asked by `start` and by due, which have no credentials. */
export const ON_OUR_SIDE = without('instance', 'targets');

/** Asked before the claim. The targets are asked in SwitchOver, on roles read right before the send. */
export const BEFORE_THE_CLAIM = without('targets');

/** Asked again before each send, on fresh reads. The slots were taken with the claim, so limits are not asked. */
export const BEFORE_A_SEND = without('freshness', 'limits');
