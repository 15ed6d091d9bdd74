/**
 * What a value of a template means, as a person would say it: a reference is the logical id without the hash that the CDK
 * ends it with, an ARN loses what every ARN of this account and region begins with.
 *
 * `{"Fn::GetAtt":["Due5EF6A41D","Arn"]}` → `Due.Arn`.
 */
export function nameOf(value: unknown): string {
  return flat(value).replace(/arn:\$\{Partition\}:[\w-]+:(\$\{Region\})?:(\$\{AccountId\})?:/g, '');
}

/** A logical id without its hash. */
export const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(flat).join(', ');
  const [[kind, given] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0) return JSON.stringify(value);
  if (kind === 'Ref') return refName(String(given));
  if (kind === 'Fn::GetAtt' && Array.isArray(given)) return `${withoutHash(String(given[0]))}.${given[1]}`;
  if (kind === 'Fn::Select') return partName(given);
  if (kind === 'Fn::ImportValue') return importName(flat(given));
  if (kind === 'Fn::Join' && Array.isArray(given) && Array.isArray(given[1])) {
    return given[1].map(flat).join(String(given[0]));
  }
  return JSON.stringify(value);
}

const refName = (id: string): string =>
  id.startsWith('AWS::') ? `\${${id.slice('AWS::'.length)}}` : withoutHash(id);

/** A part of an ARN: its seventh is the name of what it stands for. */
function partName(given: unknown): string {
  const [at, split] = Array.isArray(given) ? given : [];
  const [separator, whole] = Object(split)['Fn::Split'] ?? [];
  return at === 6 && separator === ':' ? `${flat(whole)}.Name` : JSON.stringify({ 'Fn::Select': given });
}

/** What another stack of ours exports is called as if it were here. */
function importName(exported: string): string {
  const [, id = exported, attribute] =
    /:ExportsOutput(?:Ref|FnGetAtt)(\w+?)[0-9A-F]{8}(Arn)?[0-9A-F]{8}$/.exec(exported) ?? [];
  return attribute === undefined ? id : `${id}.${attribute}`;
}
