import { InvalidSettings } from './errors.ts';

export type Provider = 'volcengine' | 'byteplus';

/** `regional` names the region in the host; `shared` is one host for all regions, routed by the credential scope. */
export type HostForm = 'regional' | 'shared';

export interface HostSettings {
  readonly region: string;
  /** Default `volcengine`. BytePlus is the international edition of the same product. */
  readonly provider?: Provider;
  /** Default `regional`. BytePlus has the regional form only. */
  readonly form?: HostForm;
  /** `http://127.0.0.1:<port>` or `http://[::1]:<port>`: a local endpoint in the vendor's place. Anything else is refused. */
  readonly practiceEndpoint?: string;
}

/** Where requests go. There is no other way to name a host to the client. */
export interface Host {
  /** Scheme and authority, without a closing slash. */
  readonly origin: string;
  /** The value of the Host header, which is signed. */
  readonly name: string;
  readonly practice: boolean;
}

type HostOf = (region: string) => string;

const ALLOWED: Readonly<Record<Provider, Readonly<Partial<Record<HostForm, HostOf>>>>> = {
  volcengine: {
    regional: (region) => `redis.${region}.volcengineapi.com`,
    shared: () => 'open.volcengineapi.com',
  },
  byteplus: {
    regional: (region) => `redis.${region}.byteplusapi.com`,
  },
};

/** `cn-beijing`, `ap-southeast-1`, `cn-beijing-autodriving`: nothing that could end the host name's first labels early. */
const REGION = /^[a-z]{2,4}(?:-[a-z0-9]{1,20}){1,3}$/;

/**
 * The host that the settings lead to, out of a list of three; throws `InvalidSettings` for anything outside it.
 *
 * The default is `redis.<region>.volcengineapi.com`: it is the host that the vendor's page on SwitchOver documents
 * (6293/1148755), and a wrong region then fails to resolve instead of reaching another region's gateway.
 * The official SDKs use `open.volcengineapi.com` for most regions; `form: 'shared'` chooses it where the regional name is not served.
 */
export function resolveHost(settings: HostSettings): Host {
  const { region, provider = 'volcengine', form = 'regional', practiceEndpoint } = settings;
  if (!REGION.test(region))
    throw new InvalidSettings('Redis client', [`region ${quoted(region)} is not a region name`]);
  if (practiceEndpoint !== undefined) return practiceHost(practiceEndpoint);
  const hostOf = ALLOWED[provider][form];
  if (hostOf === undefined) throw new InvalidSettings('Redis client', [`${provider} has no ${form} host`]);
  const name = hostOf(region);
  return { origin: `https://${name}`, name, practice: false };
}

/** Loopback addresses only, by number: a name such as `localhost` can be made to lead elsewhere. */
function practiceHost(endpoint: string): Host {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const bare = url !== undefined && url.href === `${url.origin}/`;
  const loopback = url !== undefined && /^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (!bare || !loopback || url.protocol !== 'http:') {
    throw new InvalidSettings('Redis client', [
      `practice endpoint ${quoted(endpoint)} is not http://127.0.0.1:<port> or http://[::1]:<port>`,
    ]);
  }
  return { origin: url.origin, name: url.host, practice: true };
}

/** Shows a setting without what a URL may carry as user and password. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/\/\/[^/]*@/, '//…@').slice(0, 100));
}
