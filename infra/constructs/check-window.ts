import type { Construct } from 'constructs';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { grantCredentials } from './secrets-access.ts';
import { grantTaskAnswers, readerEnvironment } from './waiting-workflows.ts';

const { file, functionTimeoutSeconds } = STEP_FUNCTIONS.CheckWindow;

/** CheckWindow: reads the vendor; accepts direct starts; takes lease and slots. */
export class CheckWindowFunction extends OffpeakFunction {
  constructor(scope: Construct, parts: FunctionParts) {
    super(scope, 'CheckWindow', {
      ...parts,
      name: file,
      description: 'Offpeak: may this run switch now? Takes lease and slots if it may.',
      timeoutSeconds: functionTimeoutSeconds,
      callsOut: true,
      traced: true,
      environment: readerEnvironment(parts.deployment),
      records: { puts: ['run', 'audit', 'lease', 'slot', 'refused'], updates: ['run', 'lease'] },
    });
    grantCredentials(this, parts.deployment);
    grantTaskAnswers(this);
  }
}
