import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, type Delivery, type Fault, WORDS } from './service-faults.ts';
import { makeTally, type Tally } from './tally.ts';
import { readWire, type Wire } from './wire.ts';

/** What the proxy does to the requests that pass. */
export interface FaultPlan {
  fault(delivery: Delivery): Fault | undefined | Promise<Fault | undefined>;
  /** Resolves when a late request arrives. */
  lateness?(): Promise<unknown>;
  /** Happens between the two copies of a request that is delivered twice. */
  betweenCopies?(): Promise<unknown>;
  /** False for an answer that must not be lost. All may be, if absent. */
  mayLose?(answer: Answered): boolean;
}

/** An HTTP proxy on loopback that loses, delays, doubles and turns away requests. */
export interface FaultProxy {
  readonly endpoint: string;
  readonly tally: Tally;
  /** What went wrong in the proxy itself. Must be empty, or the counts mean nothing. */
  readonly problems: readonly unknown[];
  follow(plan: FaultPlan): void;
  /** Resolves when nothing that was given up is still on its way. */
  arrived(): Promise<void>;
  close(): void;
}

const HONEST: FaultPlan = { fault: () => undefined };
/** How late a late request is by itself, in real milliseconds: by then its place may be taken, and free again. */
const LATENESS = 60;
const LONGEST_SILENCE = 10_000;

/** Opens a proxy before the DynamoDB at `target`. It is honest until it follows a plan. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const tally = makeTally();
  const problems: unknown[] = [];
  const onTheirWay = new Set<Promise<unknown>>();
  const attempts = new Map<string, number>();
  let plan = HONEST;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const wire = readWire(incoming, body);
    const attempt = (attempts.get(wire.what) ?? 0) + 1;
    attempts.set(wire.what, attempt);
    const { fault } = plan;
    const kind = await fault({ ...wire, attempt });
    const exchange = { plan, wire, tally, outgoing, forward: () => forward(agent, target, incoming, body) };
    const work = deliver(exchange, kind);
    onTheirWay.add(work);
    await work.finally(() => onTheirWay.delete(work));
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((problem: unknown) => {
      problems.push(problem);
      outgoing.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    tally,
    problems,
    follow(next) {
      plan = next;
    },
    async arrived() {
      while (onTheirWay.size > 0) await Promise.allSettled(onTheirWay);
    },
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
}

interface Exchange {
  readonly plan: FaultPlan;
  readonly wire: Wire;
  readonly tally: Tally;
  readonly outgoing: ServerResponse;
  forward(): Promise<Answered>;
}

/** Lets one request through, or does to it what the plan says. */
async function deliver(exchange: Exchange, kind: Fault | undefined): Promise<void> {
  const { plan, wire, tally, outgoing } = exchange;
  const mayLose = plan.mayLose ?? (() => true);
  const forward = async () => {
    const answer = await exchange.forward();
    tally.executed(wire, answer);
    return answer;
  };
  const give = (answer: Answered) => {
    tally.answered(wire, answer);
    reply(outgoing, answer);
  };
  tally.requested();
  if (kind === undefined) return give(await forward());
  if (kind === 'answer dropped' || kind === '500 after' || kind === 'answered too late') {
    const answer = await forward();
    if (!mayLose(answer)) return give(answer);
    tally.met(kind);
    if (kind === '500 after') return reply(outgoing, WORDS[kind]());
    if (kind === 'answered too late') await hungUp(outgoing);
    outgoing.destroy();
    return;
  }
  tally.met(kind);
  if (kind === 'delivered twice') {
    await forward();
    await plan.betweenCopies?.();
    return give(await forward());
  }
  if (kind === 'request dropped' || kind === 'executed late') {
    outgoing.destroy();
    if (kind === 'request dropped') return;
    await (plan.lateness?.() ?? sleep(LATENESS));
    await forward();
    return;
  }
  reply(outgoing, WORDS[kind](wire.writes));
}

/** Resolves when the caller has lost its patience. */
async function hungUp(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return;
  await once(outgoing, 'close', { signal: AbortSignal.timeout(LONGEST_SILENCE) });
}

function reply(outgoing: ServerResponse, { status, body }: Answered): void {
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(body);
}

async function forward(
  agent: Agent,
  target: string,
  { headers, method }: IncomingMessage,
  body: string,
): Promise<Answered> {
  const sent = request(target, { agent, method, headers });
  sent.end(body);
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  if (answer === undefined) throw new Error('no answer');
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
