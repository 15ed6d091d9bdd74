import { ROUTES } from '../../infra/constructs/http-entrance.ts';

/** The route that the gateway chooses for a path as it came, before anything of it is resolved: one of those deployed, or none. */
export function routeKeyOf(method: string, path: string): string | undefined {
  const segments = path.split('/');
  const found = ROUTES.find(([allowed, template]) => {
    const parts = template.split('/');
    const greedy = template.endsWith('+}');
    if (allowed !== method || (greedy ? segments.length < parts.length : segments.length !== parts.length))
      return false;
    return parts.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));
  });
  return found === undefined ? undefined : `${found[0]} ${found[1]}`;
}
