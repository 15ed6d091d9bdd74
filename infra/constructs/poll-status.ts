import type { Construct } from 'constructs';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { grantCredentials } from './secrets-access.ts';

const { file, functionTimeoutSeconds } = STEP_FUNCTIONS.PollStatus;

/** PollStatus: watches the roles, and writes on the run what it saw. */
export class PollStatusFunction extends OffpeakFunction {
  constructor(scope: Construct, parts: FunctionParts) {
    super(scope, 'PollStatus', {
      ...parts,
      name: file,
      description: 'Offpeak: watches the roles until they decide.',
      timeoutSeconds: functionTimeoutSeconds,
      // It waits, and waiting is paid by memory; 106 MB were its most.
      memoryMegabytes: 160,
      callsOut: true,
      traced: true,
      records: { updates: ['run'] },
    });
    grantCredentials(this, parts.deployment);
  }
}
