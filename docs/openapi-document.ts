import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverride,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { PROBLEM_MEDIA_TYPE, PROBLEMS, type ProblemKind, problemSchema } from '../shared/api/problem.ts';
import {
  listSchema,
  overrideSchema,
  planBodySchema,
  reasonSchema,
  startHeadersSchema,
  startSchema,
  stopAddressSchema,
} from '../shared/api/requests.ts';
import {
  healthSchema,
  planAppliedSchema,
  planViewSchema,
  refusedSchema,
  runPageSchema,
  runViewSchema,
  stopListSchema,
  stopSchema,
} from '../shared/api/view-schema.ts';

/** The OpenAPI 3.1 document of the HTTP API, from the very schemas that it parses and answers by. */
export const openApiDocument = (): unknown =>
  createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Offpeak',
        version: '1',
        description:
          'Asks for switchovers of Volcengine Cache for Redis instances in their windows, and tells what came of them. Every refusal is a problem (RFC 9457). See docs/api.md.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      security: [{ bearer: [] }, { iam: [] }],
      paths,
      components: { securitySchemes },
    },
    { override: openForMore },
  );

/** An answer may gain fields; who reads it must not refuse them. */
const openForMore: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

const securitySchemes: NonNullable<ZodOpenApiComponentsObject['securitySchemes']> = {
  bearer: { type: 'http', scheme: 'bearer', description: 'On one machine: the token of the token file.' },
  iam: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'Behind API Gateway: AWS Signature Version 4.',
  },
};

const runAddress = z.object({ id: z.string().meta({ description: 'As in Location.' }) });
const reasonBody = { required: true, content: { 'application/json': { schema: reasonSchema } } };

const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});

const runResponse = json('The run as it stands now.', runViewSchema);

/** The refusals of an operation, one entry a status. Every operation can fail with 500 and 503. */
function refusals(...kinds: ProblemKind[]) {
  const all: ProblemKind[] = [...kinds, 'internal', 'unavailable'];
  const byStatus = Object.groupBy(all, (kind) => String(PROBLEMS[kind].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, same = []]) => [
      status,
      {
        description: same.map((kind) => `${PROBLEMS[kind].title} (${kind}).`).join(' '),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: problemSchema } },
      },
    ]),
  );
}

const OF_A_BODY = ['bad-request', 'too-large', 'unsupported-media-type'] as const;

const start: ZodOpenApiOperationObject = {
  operationId: 'startRun',
  summary: 'Ask for a run',
  description:
    'The same key and body gives the same Location, for as long as the record is kept. Another body under the key is refused.',
  requestParams: { header: startHeadersSchema },
  requestBody: { required: true, content: { 'application/json': { schema: startSchema } } },
  responses: {
    '202': {
      ...json('Accepted, now or by an earlier request with this key and body.', runViewSchema),
      headers: z.object({ Location: z.string().meta({ description: '`/v1/runs/{id}`' }) }),
    },
    ...refusals(...OF_A_BODY, 'not-found', 'not-now', 'never', 'no-plan', 'key-reused', 'no-opening'),
  },
};

const override: ZodOpenApiOperationObject = {
  ...start,
  operationId: 'override',
  summary: 'Ask for a run at once, with one gate overridden',
  description:
    'For a named person with the permission of this route. The one gate is asked as they decided; every other gate is asked as ever, up to the last look before each send. Key and body as in startRun.',
  requestBody: { required: true, content: { 'application/json': { schema: overrideSchema } } },
  responses: {
    ...start.responses,
    ...refusals(
      ...OF_A_BODY,
      'not-found',
      'not-now',
      'never',
      'no-plan',
      'nothing-to-override',
      'key-reused',
      'no-opening',
    ),
  },
};

const paths: ZodOpenApiPathsObject = {
  '/v1/overrides': { post: override },
  '/v1/runs': {
    post: start,
    get: {
      operationId: 'listRuns',
      summary: 'Runs of an instance, of a month, or in need of attention',
      requestParams: { query: listSchema },
      responses: { '200': json('One page.', runPageSchema), ...refusals('bad-request', 'no-plan') },
    },
  },
  '/v1/runs/{id}': {
    get: {
      operationId: 'getRun',
      summary: 'A run with everything that belongs to it',
      requestParams: { path: runAddress },
      responses: { '200': runResponse, ...refusals('not-found') },
    },
  },
  '/v1/runs/{id}/cancel': {
    post: {
      operationId: 'cancelRun',
      summary: 'Cancel a run that has sent nothing',
      requestParams: { path: runAddress },
      requestBody: reasonBody,
      responses: { '200': runResponse, ...refusals(...OF_A_BODY, 'not-found', 'not-possible', 'changed') },
    },
  },
  '/v1/runs/{id}/acknowledge': {
    post: {
      operationId: 'acknowledgeRun',
      summary: 'Free what a run holds, as a person who has looked',
      requestParams: { path: runAddress },
      requestBody: reasonBody,
      responses: { '200': runResponse, ...refusals(...OF_A_BODY, 'not-found', 'not-possible', 'changed') },
    },
  },
  '/v1/plan': {
    get: {
      operationId: 'getPlan',
      summary: 'The plan in force',
      responses: { '200': json('As it was checked.', planViewSchema), ...refusals('no-plan') },
    },
    put: {
      operationId: 'applyPlan',
      summary: 'Check a plan and put it in force',
      description:
        'Every request is checked against it from the answer on, also of runs that began under an earlier one. Applying the same plan again changes nothing.',
      requestBody: { required: true, content: { 'application/json': { schema: planBodySchema } } },
      responses: {
        '200': json('In force.', planAppliedSchema),
        ...refusals(...OF_A_BODY, 'not-served'),
      },
    },
  },
  '/v1/stops': {
    get: {
      operationId: 'listStops',
      summary: 'The stops in force',
      responses: { '200': json('All of them.', stopListSchema), ...refusals() },
    },
  },
  '/v1/stops/{scope}': {
    put: {
      operationId: 'stop',
      summary: 'Stop everything, an account, a rule or an instance',
      description:
        'From the answer on nothing new is sent in this scope. What was sent is watched to its end.',
      requestParams: { path: stopAddressSchema },
      requestBody: reasonBody,
      responses: { '200': json('In force.', stopSchema), ...refusals(...OF_A_BODY) },
    },
    delete: {
      operationId: 'resume',
      summary: 'Lift a stop',
      requestParams: { path: stopAddressSchema },
      responses: { '204': { description: 'Lifted.' }, ...refusals('bad-request', 'not-found') },
    },
  },
  '/v1/refused': {
    get: {
      operationId: 'listRefused',
      summary: 'What was asked for and became no run',
      description:
        'Requests of workflows that were refused, and triggers that could not be delivered; of each the newest 100, kept for 90 days.',
      responses: { '200': json('Newest first.', refusedSchema), ...refusals() },
    },
  },
  '/v1/health': {
    get: {
      operationId: 'health',
      summary: 'Whether the records can be read',
      responses: { '200': json('They can.', healthSchema), ...refusals() },
    },
  },
};
