import type { Construct } from 'constructs';
import { eachMinute, type Minutes } from './each-minute.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import type { RunWorkflow } from './run-workflow.ts';

/** due: starts what is due. It reads no vendor, so it holds no credentials. */
export class DueFunction extends OffpeakFunction {
  constructor(scope: Construct, parts: FunctionParts, workflow: RunWorkflow, minutes: Minutes) {
    super(scope, 'Due', {
      ...parts,
      name: 'due',
      description: 'Offpeak, each minute: starts the runs that are due and records what was missed.',
      timeoutSeconds: 120,
      // 124 MB were its most in the two hours that an environment lives; what it computes costs the same in any memory.
      memoryMegabytes: 160,
      environment: workflow.environment,
      records: { indexes: ['attention'], puts: ['run', 'audit', 'control'], updates: ['run'] },
    });
    workflow.machine.grantStartExecution(this);
    eachMinute(this, 'due', minutes);
  }
}
