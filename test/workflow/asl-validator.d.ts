declare module 'asl-validator' {
  /** The package ships no types. It fills QueryLanguage into the states of the definition it is given. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errors: readonly { readonly Message: string }[];
  };
}
