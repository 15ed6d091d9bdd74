import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { OffpeakFunction } from './function.ts';
import { grantTaskAnswers, readerEnvironment } from './waiting-workflows.ts';

/** The bus on which every run's end is announced (PROTOCOL, table B). */
export class RunEvents extends EventBus {
  constructor(scope: Construct, id: string, key: IKey | undefined) {
    super(scope, id, {
      description: 'How the runs of Offpeak ended, and the messages that are due.',
      ...(key && { kmsKey: key }),
    });
  }

  /** What a function that announces is told. */
  environmentFor(deployment: Deployment): Readonly<Record<string, string>> {
    return { ...readerEnvironment(deployment), OFFPEAK_EVENT_BUS: this.eventBusName };
  }

  /** Lets a function announce: on this bus, and to the workflows that wait. */
  grantAnnouncing(announcer: OffpeakFunction): void {
    this.grantPutEventsTo(announcer);
    grantTaskAnswers(announcer);
  }
}
