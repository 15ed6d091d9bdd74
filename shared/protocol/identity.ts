import { nameOf } from './digest.ts';

/** Where an instance lives: named by region and id, never by a plan's alias. */
export interface InstanceName {
  readonly region: string;
  readonly instanceId: string;
}

/** What every run's id looks like: 160 bits and more in base32. Nothing else is looked up. */
export const RUN_ID = /^[a-z2-7]{52}$/;

/**
 * The run that honours one occurrence of a rule. `occurrence` is the opening's own calendar day (a `once` instant: that
 * instant), so moving a window or renaming a rule makes no second run.
 */
export const runIdOfOccurrence = (deployment: string, instance: InstanceName, occurrence: string) =>
  nameOf([deployment, instance.region, instance.instanceId, occurrence]);

/** The run that honours one request: the same caller's key is the same run, for as long as its record lives. */
export const runIdOfRequest = (deployment: string, callersKey: string) => nameOf([deployment, callersKey]);

/** The ClientToken of a batch: one token for one body, at most 127 ASCII characters. */
export const clientTokenOf = (runId: string, batch: number) => `offpeak-${runId}-${batch}`;

/** What two requests under one key are compared by: 130 bits, since the run's item carries it and has to stay small. */
export const bodyDigestOf = (body: unknown) => nameOf(body).slice(0, 26);
