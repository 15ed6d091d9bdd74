import { existsSync, readFileSync } from 'node:fs';
import type { Output } from '../cli/output.ts';
import type { Programs, ServeOptions, Service, ServiceOptions } from '../cli/programs.ts';
import { LIVE_STORE, PRACTICE_STORE } from '../cli/store-paths.ts';
import type { LogEntry } from '../local-volcengine/log.ts';
import type { Log, LogLine } from '../steps/ports.ts';
import type { Authorise } from './remote-service.ts';
import { systemClock } from './system-clock.ts';

/** Where the records of practice lie. */
const PRACTICE_FOLDER = '.offpeak';

/**
 * What the commands set going on this machine. Each is loaded when its command is given: `show` needs no endpoint, and
 * `endpoint` no store.
 */
export const programs: Programs = {
  async practice({ output, language, json }) {
    const { practice } = await import('./practice.ts');
    const print = json ? () => undefined : (line: string) => output.stdout(`${line}\n`);
    const good = await practice({ language, print, folder: PRACTICE_FOLDER, realNow: Date.now() });
    if (json) output.stdout(`${JSON.stringify({ allActsAsExpected: good })}\n`);
    return good ? 0 : 1;
  },

  async serve(options) {
    const { serve } = await import('./serve.ts');
    const { settleIn } = await import('./start-up.ts');
    const { output, json, signal, plan, storePath, port, language, targets } = options;
    await serve({
      plan,
      storePath,
      port,
      language,
      signal,
      targets,
      against: againstOf(options),
      log: logTo(output),
      onReady: (ready) => {
        output.stdout(json ? `${JSON.stringify(ready)}\n` : readyText(options, ready));
        settleIn();
      },
    });
    return 0;
  },

  async endpoint({ output, json, signal, port, seedPath }) {
    const { runEndpoint } = await import('./endpoint.ts');
    await runEndpoint({
      port,
      signal,
      ...(seedPath !== undefined && { seedPath }),
      onReady: (url) =>
        output.stdout(json ? `${JSON.stringify({ url })}\n` : `Local Volcengine endpoint on ${url}\n`),
      watch: (entry) => output.stdout(json ? `${JSON.stringify(entry)}\n` : entryText(entry)),
    });
    return 0;
  },

  async permissions(options) {
    const { askPermissions } = await import('./account-permissions.ts');
    return await askPermissions(options, { clock: systemClock, random: Math.random });
  },

  async testNotice(options) {
    const { sendTestNotice } = await import('./test-notice.ts');
    return await sendTestNotice(options, { clock: systemClock, log: logTo(options.output) });
  },

  async channelFaults(options) {
    const { findChannelFaults } = await import('./channel-faults.ts');
    return await findChannelFaults(options);
  },

  service: openService,
};

/** What the endpoint executed stands out from what it answered. */
function entryText(entry: LogEntry): string {
  if ('executed' in entry) {
    const { at, effect, instanceId, nodeIds } = entry.executed;
    return `${new Date(at).toISOString()}  EXECUTED ${effect} ${instanceId}: ${nodeIds.join(', ')}\n`;
  }
  const { at, action, delivery, httpStatus, code, instanceId } = entry.answered;
  const told = [httpStatus, code, delivery === 'now' ? undefined : delivery].filter(
    (part) => part !== undefined,
  );
  return `${new Date(at).toISOString()}  answered ${action} ${instanceId ?? ''}: ${told.join(' ')}\n`;
}

function againstOf({ practice, credentials, endpointUrl }: ServeOptions) {
  if (!practice) return { live: new Map(Object.entries(credentials)) };
  return { practice: { ...(endpointUrl !== undefined && { endpointUrl }) } };
}

function readyText(
  { planPath, storePath, practice, plan }: ServeOptions,
  ready: { url: string; resumed: readonly string[]; practiceEndpoint?: string },
): string {
  const against = practice ? `the local endpoint ${ready.practiceEndpoint ?? ''}` : 'Volcengine';
  const modes = Object.values(plan.accounts).map(({ name, mode }) => `${name}: ${mode}`);
  const lines = [
    `Serving ${planPath} against ${against} (${modes.join(', ')}).`,
    `HTTP on ${ready.url}, records in ${storePath}.`,
    ...(ready.resumed.length > 0
      ? [`Took up ${ready.resumed.length} unfinished: ${ready.resumed.join(', ')}.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** One line of JSON for each thing that happens; what needs a person goes to standard error as well. */
function logTo(output: Output): Log {
  const lineOf = (level: string, line: LogLine) => `${JSON.stringify({ level, ...line })}\n`;
  return {
    info: (line) => output.stdout(lineOf('info', line)),
    warn: (line) => output.stderr(lineOf('warn', line)),
  };
}

/** The way to the records: the service that was named, the one that owns the store, or the store itself. */
async function openService({ storePath, url, token, region }: ServiceOptions): Promise<Service> {
  const { remoteService, withBearer } = await import('./remote-service.ts');
  if (url !== undefined)
    return remoteService(url, region === undefined ? withBearer(token ?? '') : await signedFor(region));
  const path = storePath ?? presentStore();
  const { addressOf } = await import('./local-http.ts');
  const address = addressOf(path);
  if (address !== undefined && isAlive(address.pid)) {
    return remoteService(address.url, withBearer(readFileSync(address.tokenPath, 'utf8').trim()));
  }
  const { localService } = await import('./local-service.ts');
  return localService(path);
}

/** The caller's own AWS credentials, from wherever the AWS tools take them: variables, profiles, single sign-on, the machine. */
async function signedFor(region: string): Promise<Authorise> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  const { makeAwsSignature } = await import('./aws-signature.ts');
  return makeAwsSignature({ region, credentials: defaultProvider(), clock: systemClock });
}

const presentStore = (): string =>
  existsSync(LIVE_STORE) || !existsSync(PRACTICE_STORE) ? LIVE_STORE : PRACTICE_STORE;

/** A process that died without a word leaves its address file behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
