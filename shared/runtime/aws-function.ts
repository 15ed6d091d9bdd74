import { env } from 'node:process';
import type { Surroundings } from './aws.ts';
import { type EnvironmentOf, readEnvironment, type Variables } from './aws-environment.ts';
import { makeAwsLog } from './aws-log.ts';
import { framed, type Step } from './step-frame.ts';
import { systemClock } from './system-clock.ts';

/** What the platform says about an invocation. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** Makes what a function needs, from its own environment. */
type Make<Needed extends Variables, Made> = (
  environment: EnvironmentOf<Needed>,
  surroundings: Surroundings,
) => Made;

/**
 * Makes something once, at the first call; loading a function's module does nothing yet.
 * An environment that is not usable throws `EnvironmentRefused` at every call.
 */
export function onFirstCall<Needed extends Variables, Made>(
  name: string,
  needed: Needed,
  make: Make<Needed, Made>,
): () => Made {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= {
      it: make(readEnvironment(name, needed, env), { clock: systemClock, log: makeAwsLog(name) }),
    };
    return made.it;
  };
}

/** The handler of a step's function: its environment, its parts, its frame. The deadline is the platform's own. */
export function stepFunction<Needed extends Variables, Result>(
  name: string,
  needed: Needed,
  make: Make<Needed, Step<Result>>,
): (event: unknown, context: LambdaContext) => Promise<Result> {
  const step = onFirstCall(name, needed, (environment, surroundings) =>
    framed(name, make(environment, surroundings), surroundings),
  );
  return async (event, context) =>
    await step()(event, systemClock.now() + context.getRemainingTimeInMillis());
}
