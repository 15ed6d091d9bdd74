import type fc from 'fast-check';

/** How one input went: what became of it, and each promise that it broke. */
export interface Verdict {
  readonly became: 'refused' | 'accepted';
  readonly broken: readonly { readonly promise: Promised; readonly how: string }[];
}

/** What holds for whatever comes. */
export type Promised = 'no crash' | 'no 5xx' | 'no call for an invalid input' | 'no canary';

/** A place at which inputs come in from outside, made ready for many of them. */
export interface Boundary<Input> {
  readonly name: string;
  /** Its share of a campaign's inputs, beside the others' 1: less where each input is a whole night. */
  readonly share?: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** Inputs that are always tried, by name. */
  readonly always: readonly (readonly [name: string, input: Input])[];
  /** Opens it afresh; closed after some hundred inputs, so that nothing grows without end. */
  open(): Promise<Opened<Input>>;
}

export interface Opened<Input> {
  play(input: Input): Promise<Verdict>;
  close(): Promise<void>;
}

/** A verdict of one list of what was broken. */
export const verdict = (
  became: Verdict['became'],
  broken: readonly (readonly [Promised, string | undefined])[],
): Verdict => ({
  became,
  broken: broken.flatMap(([promise, how]) => (how === undefined ? [] : [{ promise, how }])),
});

/** What names the inside of a program: a place in a source, a module, an error's class of the language. */
const INTERNALS =
  /\bat \S+\.(ts|js)|node_modules|node:|ZodError|TypeError|SyntaxError|RangeError|call stack|\/tmp\/|shared\//;

/** The piece of a text that tells of the inside. */
export const internalIn = (text: string): string | undefined => INTERNALS.exec(text)?.[0];
