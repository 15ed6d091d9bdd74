import { inspect } from 'node:util';
import * as z from 'zod/mini';
import { TargetUnusable } from './errors.ts';
import { isLoopbackAddress, isPublicAddress, literalAddress } from './public-address.ts';

/** The channels that post to an address which a secret holds. */
export type TargetKind = 'feishu' | 'dingtalk' | 'wecom' | 'webhook';

/** Where messages may go: `public` is https and never a private address; `with loopback` also http to this machine. */
export type Reach = 'public' | 'with loopback';

/** An address and a key that cannot be shown: printing, inspecting, spreading or serialising it gives its kind alone. */
export class Target {
  readonly kind: TargetKind;
  readonly #url: URL;
  readonly #secret: string | undefined;

  constructor(kind: TargetKind, url: URL, secret: string | undefined) {
    this.kind = kind;
    this.#url = url;
    this.#secret = secret;
  }

  /** A copy: nobody changes the address of another message. */
  get url(): URL {
    return new URL(this.#url);
  }

  /** The key to sign with. */
  get secret(): string | undefined {
    return this.#secret;
  }

  toString(): string {
    return `Target(${this.kind})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

interface Form {
  /** Where the vendor's bots live; any host where it is absent. */
  readonly hosts?: readonly string[];
  /** Path and query, as the vendor gives them out. */
  readonly path?: RegExp;
  readonly example: string;
  /** Undefined: a key may be there or not. */
  readonly secret?: { readonly form: RegExp; readonly means: string } | 'none';
}

/**
 * The address that each vendor gives out for a group's own bot: Feishu/Lark (use-custom-bots-in-a-group), DingTalk
 * (custom-robot-access), WeCom (path/91770). A webhook's key has the form of Standard Webhooks, 24 to 64 bytes.
 */
const FORMS: Readonly<Record<TargetKind, Form>> = {
  feishu: {
    hosts: ['open.feishu.cn', 'open.larksuite.com'],
    path: /^\/open-apis\/bot\/v2\/hook\/[\w-]{1,100}$/,
    example: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
  },
  dingtalk: {
    hosts: ['oapi.dingtalk.com'],
    path: /^\/robot\/send\?access_token=\w{1,128}$/,
    example: 'https://oapi.dingtalk.com/robot/send?access_token=…',
  },
  wecom: {
    hosts: ['qyapi.weixin.qq.com'],
    path: /^\/cgi-bin\/webhook\/send\?key=[\w-]{1,100}$/,
    example: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
    secret: 'none',
  },
  webhook: {
    example: 'https://…',
    secret: {
      form: /^whsec_(?=(?:.{32,88})$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
      means: 'whsec_ and 24 to 64 bytes in base64',
    },
  },
};

const secretSchema = z.strictObject({
  url: z.string().check(z.minLength(1), z.maxLength(2_048)),
  secret: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});

/**
 * The target in a secret's text: JSON `{ url, secret? }`. Throws `TargetUnusable` with all faults, by field and never by value.
 * `what` names the secret or the variable.
 */
export function readTarget(kind: TargetKind, what: string, text: string, reach: Reach): Target {
  const read = secretSchema.safeParse(jsonOf(what, text));
  if (!read.success) throw new TargetUnusable(what, read.error.issues.map(faultOf));
  const { url: address, secret } = read.data;
  const form = FORMS[kind];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const faults = [
    ...(url === undefined ? ['url: is no address'] : addressFaults(url, form, reach)),
    ...secretFaults(secret, form),
  ];
  if (url === undefined || faults.length > 0) throw new TargetUnusable(what, faults);
  return new Target(kind, url, secret);
}

function addressFaults(url: URL, { hosts, path, example }: Form, reach: Reach): readonly string[] {
  const literal = literalAddress(url);
  const practice = reach === 'with loopback' && literal !== undefined && isLoopbackAddress(literal);
  const faults: string[] = [];
  if (url.protocol !== 'https:' && !(practice && url.protocol === 'http:')) faults.push('url: must be https');
  if (url.username !== '' || url.password !== '') faults.push('url: must hold no user and no password');
  if (url.hash !== '') faults.push('url: must hold no fragment');
  if (literal !== undefined && !practice && !isPublicAddress(literal))
    faults.push('url: names an address that is not public');
  if (hosts !== undefined && !practice && !hosts.includes(url.host))
    faults.push(`url: must be ${example}, on ${hosts.join(' or ')}`);
  if (path?.test(`${url.pathname}${url.search}`) === false) faults.push(`url: must have the form ${example}`);
  return faults;
}

function secretFaults(given: string | undefined, { secret }: Form): readonly string[] {
  if (secret === undefined) return [];
  if (secret === 'none') return given === undefined ? [] : ['secret: this bot knows no signature'];
  return given !== undefined && secret.form.test(given) ? [] : [`secret: must be ${secret.means}`];
}

function faultOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys'
    ? 'it has fields besides url and secret'
    : `${issue.path.join('.') || 'it'}: ${issue.message}`;
}

/** Without a cause: a JSON parser's own message quotes the text that it could not read. */
function jsonOf(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TargetUnusable(what, ['it is not JSON { "url": …, "secret": … }']);
  }
}
