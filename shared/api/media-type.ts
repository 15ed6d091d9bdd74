/** True for `application/json`, in UTF-8 if it says so, not compressed: the one form in which bodies are taken. */
export function isJson(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  const [type, ...parameters] = (headers.get('content-type') ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return (
    type === 'application/json' &&
    encoding === 'identity' &&
    parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter))
  );
}
