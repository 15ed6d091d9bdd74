import type { LanguageTag } from '../notify/catalogue.ts';
import type { Delivery } from '../notify/channel.ts';
import type { Target } from '../notify/target.ts';
import type { ChannelKind } from '../plan/notify.ts';
import type { Account, NotifyTarget, Plan } from '../plan/plan.ts';
import type { Credentials } from '../volcengine/credentials.ts';
import type { Finding } from '../volcengine/permissions.ts';
import type { Output } from './output.ts';

/** What the commands set going, each loaded only when its command is given. Numbers are exit codes. */
export interface Programs {
  practice(options: PracticeOptions): Promise<number>;
  serve(options: ServeOptions): Promise<number>;
  endpoint(options: EndpointOptions): Promise<number>;
  /** Asks the vendor what each account may do. */
  permissions(options: PermissionOptions): Promise<readonly AccountPermissions[]>;
  /** Sends the test notice through every channel of an entry, once. Nothing is stored. */
  testNotice(options: TestNoticeOptions): Promise<readonly ChannelAnswer[]>;
  /** Why nobody can be told through which channel, from the secrets that a plan names. Nothing is sent. */
  channelFaults(options: ChannelFaultOptions): Promise<readonly string[]>;
  /** Opens the way to the records. Throws where there is none; whoever opened it closes it. */
  service(options: ServiceOptions): Promise<Service>;
}

/** What every program is given. */
interface Presented {
  readonly output: Output;
  readonly language: LanguageTag;
  /** Machine-readable results only. */
  readonly json: boolean;
  /** Aborted when the person or the system asks for the end. */
  readonly signal: AbortSignal;
}

/** Practice is given no environment: what a shell holds can never reach it. */
export type PracticeOptions = Presented;

export interface ServeOptions extends Presented {
  /** Checked, without a fault. */
  readonly plan: Plan;
  readonly planPath: string;
  readonly storePath: string;
  /** Against the local endpoint, with the real clock. Never live. */
  readonly practice: boolean;
  /** In practice: a local endpoint that runs already; absent, one is started in this process. */
  readonly endpointUrl?: string;
  /** Of the HTTP API on 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** By the account's name in the plan, complete; empty in practice. */
  readonly credentials: Readonly<Record<string, Credentials>>;
  /** By entry and kind, as in `dba/feishu`: complete, in practice those that have variables. */
  readonly targets: ReadonlyMap<string, Target>;
}

export interface EndpointOptions extends Presented {
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** YAML; absent: the practice's own instances. */
  readonly seedPath?: string;
}

export interface PermissionOptions {
  readonly accounts: readonly Account[];
  /** By the account's name, complete; or in the secrets that the accounts name, in Secrets Manager of that AWS region. */
  readonly keys:
    | { readonly credentials: Readonly<Record<string, Credentials>> }
    | { readonly secretsIn: string };
  /** Also send a SwitchOver, of an instance that cannot exist, for each account that is to switch. */
  readonly probe: boolean;
  /** A local endpoint in the vendor's place. */
  readonly endpointUrl?: string;
}

/** What the vendor lets one account do. */
export interface AccountPermissions {
  readonly account: Account;
  readonly findings: readonly Finding[];
}

export interface TestNoticeOptions {
  /** Its name in the plan. */
  readonly entry: string;
  readonly target: NotifyTarget;
  /** The plan's zone (IANA), in which the message names its instant. */
  readonly zone: string;
  /** Where the entry names none. */
  readonly language: LanguageTag;
  /**
   * By entry and kind, complete (`practice`: what is missing goes to the log, and this machine may be an address); or in the
   * secrets and topics that the entry names, in that AWS region.
   */
  readonly channels:
    | { readonly targets: ReadonlyMap<string, Target>; readonly practice: boolean }
    | { readonly secretsIn: string };
  readonly output: Output;
}

export interface ChannelFaultOptions {
  readonly notify: Plan['notify'];
  /** The AWS region whose Secrets Manager has the secrets. */
  readonly secretsIn: string;
}

/** What one channel of an entry answered. */
export interface ChannelAnswer {
  readonly kind: ChannelKind;
  readonly delivery: Delivery;
  /** It has no variables, and practice wrote the message to the log in its place. */
  readonly inTheLog?: true;
}

/**
 * `url`: that service, and no other, asked with the bearer `token`, or signed with AWS credentials for `region`.
 * Else the running `serve` of the store, else the store in this process.
 * Without either, the store that lies at its usual place (`store-paths.ts`), the live one first.
 */
export interface ServiceOptions {
  readonly storePath?: string;
  readonly url?: string;
  readonly token?: string;
  readonly region?: string;
}

/** The HTTP API, over the network or in this process: the commands cannot tell which. */
export interface Service {
  /** Asks once. `path` begins with `/v1/`; a body is sent as JSON. Throws where no answer came, or nothing could be sent. */
  request(path: string, request?: ServiceRequest): Promise<ServiceAnswer>;
  close(): Promise<void>;
}

export interface ServiceRequest {
  /** `GET` unless given. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServiceAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON, parsed; the text where it is none; undefined where the answer has no body. */
  readonly body: unknown;
}
