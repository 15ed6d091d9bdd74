import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LeapingClock } from '../../../shared/runtime/leaping-clock.ts';
import { SECOND } from '../../../shared/time/clock.ts';
import type { FromSandbox, Reply, SandboxOrders, ToSandbox, Usage } from './sandbox-messages.ts';

const SOURCE = join(import.meta.dirname, 'sandbox-process.ts');

/** As plain JavaScript, so that the process carries no compiler when its memory is measured. */
function processFile(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'offpeak-sandbox-')), 'process.mjs');
  writeFileSync(file, stripTypeScriptTypes(readFileSync(SOURCE, 'utf8')));
  return file;
}

/** One function as it is deployed. */
export interface DeployedFunction {
  readonly name: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** The template's variables, resolved, and what the platform adds. Nothing else of this process's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly orders: SandboxOrders;
}

/** What the handler threw, under the name by which the workflow's Retry and Catch go. */
export class HandlerError extends Error {
  override readonly name: string;

  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}

/** What one function has used in all its sandboxes. */
export interface FunctionUsage {
  readonly calls: number;
  readonly sandboxes: number;
  readonly mostMegabytes: number;
  /** Processor time of the fastest start: the others were kept waiting by this machine. */
  readonly loadingMilliseconds: number;
  /** Processor time of a process's first call, the least: it makes the clients and opens the connections. */
  readonly firstMilliseconds: number;
  /** Processor time of each later call, the mean. `undefined` where no process was called twice. */
  readonly warmMilliseconds: number | undefined;
}

/** Calls functions, each in a process of its own, as many at a time as calls overlap. */
export interface Sandboxes {
  call(of: DeployedFunction, event: unknown): Promise<unknown>;
  usage(): ReadonlyMap<string, FunctionUsage>;
  /** All that the handlers wrote on standard output and standard error. */
  written(): string;
  close(): void;
}

interface Sandbox {
  readonly child: ChildProcess;
  readonly messages: AsyncIterator<FromSandbox>;
  calls: number;
  last: Usage;
}

/** Time stands still while a handler works, and goes on while all that are called sleep. */
export function makeSandboxes(clock: LeapingClock): Sandboxes {
  const idle = new Map<string, Sandbox[]>();
  const all = new Set<ChildProcess>();
  const meter = makeMeter();
  const output: string[] = [];
  const file = processFile();

  async function begin(of: DeployedFunction): Promise<Sandbox> {
    const child = fork(file, [JSON.stringify(of.orders)], {
      env: { ...of.environment },
      execArgv: heapOf(of.memoryMegabytes),
      silent: true,
    });
    all.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const messages = messagesOf(child, of.name);
    const { value: ready } = await messages.next();
    if (ready.kind !== 'ready') throw new Error(`the process of ${of.name} began with ${ready.kind}`);
    meter.began(of.name, ready.usage);
    return { child, messages, calls: 0, last: ready.usage };
  }

  async function replyOf({ child, messages }: Sandbox): Promise<Reply> {
    for (;;) {
      const { value } = await messages.next();
      if (value.kind === 'returned' || value.kind === 'threw') return value;
      if (value.kind === 'sleeps') {
        const { sleep, until } = value;
        void clock.sleepUntil(until).then(() => say(child, { kind: 'woken', sleep, now: clock.now() }));
      }
    }
  }

  return {
    call: (of, event) =>
      clock.during(async () => {
        const sandbox = idle.get(of.name)?.pop() ?? (await begin(of));
        say(sandbox.child, { kind: 'call', event, timeout: of.timeoutSeconds * SECOND, now: clock.now() });
        const reply = await replyOf(sandbox);
        meter.called(of.name, sandbox, reply.usage);
        sandbox.calls += 1;
        sandbox.last = reply.usage;
        idle.set(of.name, [...(idle.get(of.name) ?? []), sandbox]);
        if (reply.kind === 'threw') throw new HandlerError(reply.errorType, reply.errorMessage);
        return reply.result;
      }),
    usage: () => meter.usage(),
    written: () => output.join(''),
    close() {
      for (const child of all) child.removeAllListeners('exit').kill('SIGKILL');
      rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

const say = (child: ChildProcess, message: ToSandbox): void => void child.send(message);

/** The messages of a process, none lost between two looks. Throws when the process ends. */
async function* messagesOf(child: ChildProcess, name: string): AsyncGenerator<FromSandbox, never> {
  const waiting: FromSandbox[] = [];
  child.on('message', (message: FromSandbox) => waiting.push(message));
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the process of ${name} ended with ${code ?? signal}`);
  });
  died.catch(() => undefined); // Told to whoever waits for a message.
  for (;;) {
    const next = waiting.shift();
    if (next === undefined) await Promise.race([once(child, 'message'), died]);
    else yield next;
  }
}

/** The heap that Lambda's Node runtime allows in so much memory: a twentieth for the young, nine tenths for the old. */
const heapOf = (megabytes: number): string[] => [
  `--max-semi-space-size=${Math.floor(megabytes / 20)}`,
  `--max-old-space-size=${Math.floor((megabytes * 9) / 10)}`,
];

function makeMeter() {
  const known = new Map<string, { loads: number[]; firsts: number[]; laters: number[]; most: number }>();
  const of = (name: string) => {
    const record = known.get(name) ?? { loads: [], firsts: [], laters: [], most: 0 };
    known.set(name, record);
    return record;
  };
  return {
    began(name: string, { processorMilliseconds }: Usage): void {
      of(name).loads.push(processorMilliseconds);
    },
    called(name: string, { calls, last }: Pick<Sandbox, 'calls' | 'last'>, after: Usage): void {
      const record = of(name);
      const cost = after.processorMilliseconds - last.processorMilliseconds;
      (calls === 0 ? record.firsts : record.laters).push(cost);
      record.most = Math.max(record.most, after.mostMegabytes);
    },
    usage: () =>
      new Map(
        [...known].map(([name, { loads, firsts, laters, most }]): [string, FunctionUsage] => [
          name,
          {
            calls: firsts.length + laters.length,
            sandboxes: loads.length,
            mostMegabytes: most,
            loadingMilliseconds: Math.min(...loads),
            firstMilliseconds: Math.min(...firsts),
            warmMilliseconds:
              laters.length === 0 ? undefined : laters.reduce((sum, cost) => sum + cost, 0) / laters.length,
          },
        ]),
      ),
  };
}
