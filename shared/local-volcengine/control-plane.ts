import * as z from 'zod';
import { faultSchema } from './fault-schema.ts';
import type { Model } from './model.ts';
import { parseJson } from './request-body.ts';
import { type DocumentFault, readBy } from './schema-faults.ts';

/** A request to the control plane. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Uint8Array | 'too large';
}

export interface ControlAnswer {
  readonly httpStatus: number;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Paths below this one are the control plane's; the vendor has nothing there. */
export const CONTROL_PLANE = '/practice/';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

const faultsSchema = z.union([z.array(z.unknown()), z.unknown().transform((fault) => [fault])]);
const releaseSchema = z.strictObject({ requestId: z.string().optional() });

/**
 * Reads the logs, arms faults, releases answers that are kept back. It asks for no signature, so it serves only whoever
 * names this machine by a loopback name and, to change something, sends application/json: no web page can do both.
 */
export function answerControlCall(model: Model, request: ControlRequest): ControlAnswer {
  if (!isLoopback(request.host)) return problem(403, 'the Host header must name this machine');
  const route = `${request.method} ${request.path.slice(CONTROL_PLANE.length)}`;
  switch (route) {
    case 'GET executed':
      return { httpStatus: 200, content: { executed: model.executed() } };
    case 'GET answered':
      return { httpStatus: 200, content: { answered: model.answered() } };
    case 'GET held':
      return { httpStatus: 200, content: { held: model.held().map(({ released: _, ...hold }) => hold) } };
    case 'POST faults':
      return withJson(request, (json) => armAll(model, json));
    case 'POST release':
      return withJson(request, (json) => release(model, json));
    default:
      return problem(
        404,
        `there is no ${route}; there are GET executed, answered, held and POST faults, release`,
      );
  }
}

/** Arms one fault or a list of them; all or none. */
function armAll(model: Model, json: unknown): ControlAnswer {
  const reads = faultsSchema.parse(json).map((fault) => readBy(faultSchema, fault));
  const wrong = reads.flatMap((read, index) => (read.faults ?? []).map(placedAt(index)));
  const strangers = reads.flatMap(({ data }, index) => {
    const name = data !== undefined && 'instance' in data ? data.instance : undefined;
    if (name === undefined || model.knows(name)) return [];
    return [{ path: [index, 'instance'], message: `there is no instance ${name}` }];
  });
  if (wrong.length + strangers.length > 0) return invalid([...wrong, ...strangers]);
  for (const { data } of reads) if (data !== undefined) model.arm(data);
  return { httpStatus: 200, content: { armed: reads.length } };
}

function release(model: Model, json: unknown): ControlAnswer {
  const read = readBy(releaseSchema, json);
  if (read.faults !== undefined) return invalid(read.faults);
  return { httpStatus: 200, content: { released: model.release(read.data.requestId) } };
}

function withJson(
  { contentType, body }: ControlRequest,
  act: (json: unknown) => ControlAnswer,
): ControlAnswer {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) return problem(415, 'send application/json');
  if (body === 'too large') return problem(413, 'the body is too large');
  const parsed = parseJson(body);
  return parsed === undefined ? problem(400, 'the body is not JSON') : act(parsed.json);
}

function isLoopback(host: string | undefined): boolean {
  return LOOPBACK.includes((host ?? '').toLowerCase().replace(/:\d+$/, ''));
}

function placedAt(index: number) {
  return ({ path, message }: DocumentFault) => ({ path: [index, ...path], message });
}

function invalid(faults: readonly DocumentFault[]): ControlAnswer {
  const listed = faults.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { httpStatus: 422, content: { title: 'the request is not valid', status: 422, faults: listed } };
}

function problem(httpStatus: number, title: string): ControlAnswer {
  return { httpStatus, content: { title, status: httpStatus } };
}
