/** Shorter strings are no secrets, and blanking them out would make every message unreadable. */
const SHORTEST_SECRET = 8;

/** The text with `[hidden]` wherever one of the secrets stands in it, in any of the forms in which texts carry them. */
export const hidden = (text: string, secrets: readonly string[]): string => hiderOf(secrets)(text);

/** Hides the secrets in every text and every name of a value that was just parsed, which it changes. Does not recurse. */
export function hideIn(parsed: unknown, secrets: readonly string[]): unknown {
  const hide = hiderOf(secrets);
  // Hardly any answer repeats a secret: one look at all its texts together spares a look for each form in each of them.
  const texts = textsIn(parsed);
  if (hide(texts) === texts) return parsed;
  const top = { parsed };
  const holders: object[] = [top];
  for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
    for (const [name, value] of Object.entries(holder)) {
      if (typeof value === 'object' && value !== null) holders.push(value);
      const shown = Array.isArray(holder) ? name : hide(name);
      if (shown !== name) Reflect.deleteProperty(holder, name);
      if (shown !== name || typeof value === 'string')
        Object.defineProperty(holder, shown, {
          ...PLAIN,
          value: typeof value === 'string' ? hide(value) : value,
        });
    }
  }
  return top.parsed;
}

/** Every text and every name in a parsed value, one a line. */
function textsIn(parsed: unknown): string {
  const texts: string[] = [];
  const holders: unknown[] = [parsed];
  while (holders.length > 0) {
    const holder = holders.pop();
    if (typeof holder === 'string') texts.push(holder);
    if (typeof holder !== 'object' || holder === null) continue;
    // One at a time: an answer may hold more values than a call takes arguments.
    for (const [name, value] of Object.entries(holder)) {
      if (!Array.isArray(holder)) texts.push(name);
      holders.push(value);
    }
  }
  return texts.join('\n');
}

const PLAIN = { enumerable: true, writable: true, configurable: true } as const;

type Hider = (text: string) => string;

/** One answer is gone through field by field for the same secrets. */
const hiders = new WeakMap<readonly string[], Hider>();

function hiderOf(secrets: readonly string[]): Hider {
  const known = hiders.get(secrets) ?? makeHider(secrets);
  hiders.set(secrets, known);
  return known;
}

function makeHider(secrets: readonly string[]): Hider {
  const long = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  const showsByItsLength = long.every((secret) => UNBROKEN_SECRET.test(secret));
  let forms: readonly string[] | undefined;
  return (text) => {
    if (showsByItsLength && !UNBROKEN_TEXT.test(text)) return text;
    forms ??= [...new Set(long.flatMap(formsOf))].sort((one, other) => other.length - one.length);
    return forms.reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
  };
}

/** A signature, alone or in its header: 64 letters and digits in a row, which no form of it breaks or makes fewer. */
const UNBROKEN_SECRET = /[A-Za-z0-9]{64}/;
/** Hardly any answer has so long a piece. Where none is, no form of such a secret is. */
const UNBROKEN_TEXT = /[^\s"',;{}[\]<>]{60}/;

/**
 * A secret as itself, as a part of JSON (with Go's escapes too), of HTML, of an address, in base64 and in hexadecimal:
 * whoever explains a signature that does not match may write it in any of them.
 */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const percent = encodeURIComponent(secret.toWellFormed());
  const json = JSON.stringify(secret).slice(1, -1);
  const go = json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return [
    secret,
    json,
    go,
    // JSON as a text inside of JSON.
    ...[json, go].map((once) => JSON.stringify(once).slice(1, -1)),
    secret.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    percent,
    percent.replace(/%../g, (byte) => byte.toLowerCase()),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((before) => inBase64(bytes, before)),
  ];
}

/** What does not change of a secret in base64 when so many bytes, and any after it, stand around it. */
function inBase64(secret: Buffer, before: number): readonly string[] {
  const around = Buffer.concat([Buffer.alloc(before), secret]);
  const own = (form: 'base64' | 'base64url') =>
    around.toString(form).slice(Math.ceil((before * 8) / 6), Math.floor((around.length * 8) / 6));
  return [own('base64'), own('base64url')];
}
