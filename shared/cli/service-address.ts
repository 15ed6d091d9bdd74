import type { ServiceChoice } from './command-options.ts';
import { CommandFailed, UsageError } from './errors.ts';
import type { ServiceOptions } from './programs.ts';

/** Amazon's own name of an HTTP API: `<id>.execute-api.<region>.amazonaws.com`, in China `….com.cn`, also by a VPC endpoint. */
const GATEWAY = /^[a-z0-9-]+\.execute-api\.([a-z0-9-]+)\.(vpce\.)?amazonaws\.com(\.cn)?$/;

/**
 * The service that the options name, and how the caller proves who it is there: AWS signatures where `--region` or the
 * address of an API Gateway says so, else the bearer token.
 *
 * Throws UsageError for an address that nothing is sent to, CommandFailed where the token is missing.
 */
export function serviceAddress(
  { store, url, region }: Pick<ServiceChoice, 'store' | 'url' | 'region'>,
  environment: Readonly<Record<string, string | undefined>>,
): ServiceOptions {
  if (url === undefined) {
    if (region !== undefined)
      throw new UsageError('--region belongs to --url: it says for which region to sign.');
    return store === undefined ? {} : { storePath: store };
  }
  const { hostname } = checkedAddress(url);
  const service = url.replace(/\/+$/, '');
  const signedFor = region ?? GATEWAY.exec(hostname)?.[1];
  if (signedFor !== undefined) return { url: service, region: signedFor };
  const token = environment.OFFPEAK_TOKEN;
  if (token === undefined || token === '')
    throw new CommandFailed(
      'Set OFFPEAK_TOKEN: the service at --url needs its bearer token. To sign with AWS credentials instead: --region.',
    );
  return { url: service, token };
}

/** What proves who one is goes out encrypted, or to this very machine. */
function checkedAddress(url: string): URL {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new UsageError(`--url must be an address such as https://offpeak.example.com, not "${url}".`);
  if (address.username !== '' || address.password !== '')
    throw new UsageError('--url must not hold a name or a password; the token comes from OFFPEAK_TOKEN.');
  if (address.search !== '' || address.hash !== '')
    throw new UsageError('--url must end with its host or path: a query or fragment has no meaning there.');
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
  if (address.protocol === 'http:' && !here)
    throw new UsageError(
      `--url must begin with https: a token is not sent to ${address.hostname} in the clear.`,
    );
  return address;
}
