/** Shorter strings are no secrets, and blanking them out would make every message unreadable. */
const SHORTEST_SECRET = 8;

/** The text with `[hidden]` wherever one of the secrets stands in it, in any of the forms in which texts carry them. */
export function hidden(text: string, secrets: readonly string[]): string {
  return [...new Set(secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf))]
    .sort((one, other) => other.length - one.length)
    .reduce((rest, form) => rest.replaceAll(form, '[hidden]'), text);
}

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
