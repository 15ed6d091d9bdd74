import { formsOf } from '../volcengine/secret-forms.ts';

/** Where a command speaks. Text is written as it is: whoever writes a line ends it. */
export interface Output {
  /** Results. */
  stdout(text: string): void;
  /** What went wrong, and what a person should know beside the result. */
  stderr(text: string): void;
  /** Whether a person looks on at standard output. */
  readonly isTTY: boolean;
  /** The width of that person's screen, in characters. */
  readonly columns: number;
  readonly color: boolean;
}

const MASK = '•••';

/** Shorter values are ordinary words, and masking them would garble what is said. */
const SHORTEST_SECRET = 6;

const SECRET_NAME = /(KEY|SECRET|TOKEN|PASSWORD)$|^OFFPEAK_NOTIFY_.*_URL$/i;

/** Error messages lose their control characters before they come here. */
const shownForms = (secret: string): readonly string[] => {
  const shown = secret.replace(/\p{Cc}/gu, '');
  return shown.length < SHORTEST_SECRET ? formsOf(secret) : [...formsOf(secret), shown];
};

/** An output that can never show the value of a variable whose name ends in KEY, SECRET, TOKEN or PASSWORD, nor a bot's address. */
export function withoutSecrets(
  output: Output,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const secrets = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= SHORTEST_SECRET && SECRET_NAME.test(name) ? [value] : [],
  );
  // The longest first: a secret that begins with another one must not leave its own end behind.
  const ordered = [...new Set(secrets.flatMap(shownForms))].toSorted(
    (one, other) => other.length - one.length,
  );
  const masked = (text: string) => ordered.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
  return {
    stdout: (text) => output.stdout(masked(text)),
    stderr: (text) => output.stderr(masked(text)),
    isTTY: output.isTTY,
    columns: output.columns,
    color: output.color,
  };
}
