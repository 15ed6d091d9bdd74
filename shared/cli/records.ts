import { z } from 'zod';
import {
  planAppliedSchema,
  type RefusedView,
  type RunSummary,
  type RunView,
  refusedSchema,
  runPageSchema,
  runViewSchema,
  stopListSchema,
  stopSchema,
} from '../api/view-schema.ts';
import type { LanguageTag } from '../notify/catalogue.ts';
import type { OverridableGate } from '../switchover/codes.ts';
import { CommandFailed } from './errors.ts';
import type { PlanText } from './plan-file.ts';
import type { Service, ServiceAnswer, ServiceRequest } from './programs.ts';
import { AnswerUnreadable, NoAnswer, refusalOf } from './service-refusal.ts';

/** What one run has cost, where the service keeps count. */
const costSchema = z.object({
  states: z.int().optional(),
  vendorReads: z.number(),
  polls: z.number(),
  sends: z.number(),
  writeUnits: z.number(),
  readUnits: z.number(),
});
export type RunCost = z.infer<typeof costSchema>;

const runSchema = runViewSchema.extend({
  // A service of an earlier version does not tell them.
  messages: runViewSchema.shape.messages.default([]),
});

const appliedSchema = planAppliedSchema.extend({
  // A service of an earlier version does not tell it.
  difference: planAppliedSchema.shape.difference.optional(),
  appliedAt: planAppliedSchema.shape.appliedAt.optional(),
});
export type Applied = z.infer<typeof appliedSchema>;
export type Stop = z.infer<typeof stopSchema>;

/** What is asked for when a run is started: the body of `POST /v1/runs`. */
export interface StartBody {
  readonly instance: string;
  readonly target?: 'any' | 'other-zone' | { readonly zone: string } | { readonly nodes: readonly string[] };
  readonly when: string;
  readonly reason: string;
  readonly dryRun?: true;
}

/** What is asked for when one gate is overridden: the body of `POST /v1/overrides`. */
export interface OverrideBody extends Omit<StartBody, 'when' | 'dryRun'> {
  readonly gate: OverridableGate;
  readonly minutes?: number;
}

export type RunQuery = Readonly<
  Partial<Record<'instance' | 'month' | 'attention' | 'limit' | 'after', string>>
>;

/** The verbs of the HTTP API, typed. Each throws ServiceRefused with the service's own sentence, NoAnswer or AnswerUnreadable. */
export interface Records {
  start(body: StartBody | OverrideBody, key: string): Promise<RunView>;
  run(id: string): Promise<RunView>;
  runs(
    query: RunQuery,
  ): Promise<{ readonly runs: readonly RunSummary[]; readonly next?: string | undefined }>;
  cancel(id: string, reason: string): Promise<RunView>;
  acknowledge(id: string, reason: string): Promise<RunView>;
  stops(): Promise<readonly Stop[]>;
  stop(scope: string, reason: string): Promise<Stop>;
  resume(scope: string): Promise<void>;
  refused(): Promise<RefusedView>;
  cost(id: string): Promise<RunCost>;
  apply(plan: PlanText): Promise<Applied>;
}

/** The records behind a service, in the reader's language where the service itself speaks. */
export function recordsOf(service: Service, language: LanguageTag): Records {
  const ask = async (path: string, request: ServiceRequest = {}): Promise<ServiceAnswer> => {
    const headers = { 'accept-language': language, ...request.headers };
    const answer = await service.request(path, { ...request, headers }).catch((error: unknown) => {
      throw error instanceof CommandFailed ? error : new NoAnswer(request.method ?? 'GET', path, error);
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw refusalOf(request.method ?? 'GET', path, answer);
  };
  const act = async (id: string, verb: string, reason: string) =>
    read(runSchema, await ask(`${pathOf(id)}/${verb}`, { method: 'POST', body: { reason } }));
  return {
    start: async (body, key) =>
      read(
        runSchema,
        await ask('gate' in body ? '/v1/overrides' : '/v1/runs', {
          method: 'POST',
          body,
          headers: { 'idempotency-key': key },
        }),
      ),
    run: async (id) => read(runSchema, await ask(pathOf(id))),
    runs: async (query) => read(runPageSchema, await ask(`/v1/runs?${new URLSearchParams(query)}`)),
    cancel: (id, reason) => act(id, 'cancel', reason),
    acknowledge: (id, reason) => act(id, 'acknowledge', reason),
    stops: async () => read(stopListSchema, await ask('/v1/stops')).stops,
    stop: async (scope, reason) =>
      read(stopSchema, await ask(stopPath(scope), { method: 'PUT', body: { reason } })),
    resume: async (scope) => {
      await ask(stopPath(scope), { method: 'DELETE' });
    },
    refused: async () => read(refusedSchema, await ask('/v1/refused')),
    cost: async (id) => read(costSchema, await ask(`${pathOf(id)}/cost`)),
    apply: async ({ text, calendars }) =>
      read(appliedSchema, await ask('/v1/plan', { method: 'PUT', body: { text, calendars } })),
  };
}

const pathOf = (id: string): string => `/v1/runs/${encodeURIComponent(id)}`;
const stopPath = (scope: string): string => `/v1/stops/${encodeURIComponent(scope)}`;

function read<Output>(schema: z.ZodType<Output>, { body }: ServiceAnswer): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AnswerUnreadable(z.prettifyError(parsed.error), { cause: parsed.error });
}
