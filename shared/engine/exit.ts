import type { Frame } from './frame.ts';
import { requireSize, VARIABLES_LIMIT_BYTES } from './json.ts';
import type { FieldReader, Scope } from './reader.ts';
import type { Template } from './template.ts';

/** What happens on a way out of a state: its Output, its Assign, and the state it leads to. */
export interface Exit {
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
  /** Absent at the end of the machine. */
  readonly next: string | undefined;
}

/** A way out that was taken. */
export interface Exited {
  readonly kind: 'exited';
  readonly output: unknown;
  readonly assigned: Readonly<Record<string, unknown>> | undefined;
  readonly next: string | undefined;
}

export function readExit(reader: FieldReader, scope: Scope, next: string | undefined): Exit {
  return { output: reader.template('Output', scope), assign: reader.assign(scope), next };
}

/**
 * Takes a way out. Without Output the output is `otherwise`.
 *
 * Assign and Output both see the variables as they were when the state was entered; new values exist from the next
 * state on. Throws `StateFault` when an expression fails or a quota on sizes is passed.
 */
export async function takeExit(
  frame: Frame,
  exit: Exit,
  otherwise: unknown,
  extra: { readonly result?: unknown; readonly errorOutput?: unknown } = {},
): Promise<Exited> {
  const assigned = exit.assign === undefined ? undefined : await frame.evaluate(exit.assign, extra);
  const output = exit.output === undefined ? otherwise : await frame.evaluate(exit.output, extra);
  requireSize(frame.state, output);
  if (assigned === undefined) return { kind: 'exited', output, assigned, next: exit.next };
  const variables = Object.fromEntries(Object.entries(Object(assigned)));
  requireSize(frame.state, variables);
  requireSize(frame.state, { ...frame.variables, ...variables }, VARIABLES_LIMIT_BYTES);
  return { kind: 'exited', output, assigned: variables, next: exit.next };
}
