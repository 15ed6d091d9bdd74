import type { Construct } from 'constructs';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { grantCredentials } from './secrets-access.ts';

const { file, functionTimeoutSeconds } = STEP_FUNCTIONS.SwitchOver;

/** SwitchOver: the only function that sends. Pins, claims the send, sends once. */
export class SwitchOverFunction extends OffpeakFunction {
  constructor(scope: Construct, parts: FunctionParts) {
    super(scope, 'SwitchOver', {
      ...parts,
      name: file,
      description: 'Offpeak: pins the targets, claims the send and sends it once.',
      timeoutSeconds: functionTimeoutSeconds,
      callsOut: true,
      traced: true,
      records: { puts: ['run', 'audit'], updates: ['run', 'lease'], checks: ['run'] },
    });
    grantCredentials(this, parts.deployment);
  }
}
