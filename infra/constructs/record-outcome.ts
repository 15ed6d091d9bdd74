import type { Construct } from 'constructs';
import { STEP_FUNCTIONS } from '../../shared/workflow/names.ts';
import type { RunEvents } from './event-bus.ts';
import { type FunctionParts, OffpeakFunction } from './function.ts';
import { grantTelling, tellingEnvironment } from './message-channels.ts';

const { file, functionTimeoutSeconds } = STEP_FUNCTIONS.RecordOutcome;

/** RecordOutcome: closes, announces and tells people. It holds no credentials of an account. */
export class RecordOutcomeFunction extends OffpeakFunction {
  constructor(scope: Construct, parts: FunctionParts, events: RunEvents) {
    super(scope, 'RecordOutcome', {
      ...parts,
      name: file,
      description: 'Offpeak: closes the run by its evidence and announces it.',
      timeoutSeconds: functionTimeoutSeconds,
      // A topic is reached inside of AWS; the bots of people are outside.
      callsOut: parts.deployment.notify.secrets.length > 0,
      environment: {
        ...events.environmentFor(parts.deployment),
        ...tellingEnvironment(scope, parts.deployment),
      },
      traced: true,
      records: {
        puts: ['audit', 'control'],
        updates: ['run', 'lease'],
        deletes: ['slot', 'control'],
      },
    });
    events.grantAnnouncing(this);
    grantTelling(this, parts.deployment);
  }
}
