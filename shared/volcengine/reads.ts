import type * as z from 'zod/mini';
import type { Classified } from './classify.ts';
import { InvalidRequest } from './errors.ts';
import { everyPage, type Page } from './paging.ts';
import { type Ask, parsed, type Reader, unusable } from './reader.ts';
import type { Instance, Redis, Task } from './redis.ts';
import type { Attempt } from './retry.ts';
import {
  inRegion,
  instancePage,
  instanceRecord,
  plannedEventPage,
  type RawPlannedEvent,
  type RawTask,
  shardPage,
  taskPage,
} from './schemas.ts';
import { toVendorTime } from './vendor-time.ts';

/** The most shards of an instance, and of one page (vendor's API page of DescribeDBInstanceShards). */
const MOST_SHARDS = 256;
const SHARDS_A_PAGE = 100;
/** Beyond this many tasks or events something is wrong with the question. */
const MOST_RECORDS = 10_000;
const MOST_INSTANCES_A_PAGE = 1_000;

/** An operation that lists records of an instance, and that not every region has. */
interface Records<T> {
  readonly action: string;
  readonly pageSize: number;
  readonly schema: z.ZodMiniType<Page<T>>;
  readonly key: (item: T) => string;
}

/** Page limits of DescribeTasks are not published; a page of 100 is what its sister operations all take. */
const TASKS: Records<RawTask> = {
  action: 'DescribeTasks',
  pageSize: 100,
  schema: taskPage,
  key: ({ taskId }) => taskId,
};

const PLANNED_EVENTS: Records<RawPlannedEvent> = {
  action: 'DescribePlannedEvents',
  pageSize: 1_000,
  schema: plannedEventPage,
  key: ({ eventId }) => eventId,
};

export type Reads = Omit<Redis, 'prepareSwitchOver' | 'sendSwitchOver'>;

/** The five reads of the promise; each is one attempt's shape, and the reader repeats it within its budget. */
export function makeReads(reader: Reader, region: string): Reads {
  return {
    describeInstance: (instanceId) => describeInstance(reader, region, instanceId),
    listInstances: (page) => listInstances(reader, region, page),

    describeShards(instanceId) {
      const pageOf = (ask: Ask) => async (PageNumber: number) =>
        parsed(await ask({ InstanceId: instanceId, PageNumber, PageSize: SHARDS_A_PAGE }), shardPage);
      return reader.read('DescribeDBInstanceShards', instanceId, (ask) =>
        everyPage(pageOf(ask), { key: ({ shardId }) => shardId, most: MOST_SHARDS }),
      );
    },

    async listTasks(instanceId, createdSince) {
      const since = { CreationStartTime: toVendorTime(createdSince) };
      const tasks = await records(reader, TASKS, instanceId, since);
      return tasks?.flatMap(({ instanceId: about, createdAt, ...task }): Task[] =>
        isAbout(instanceId, about) && createdAt !== undefined ? [{ ...task, createdAt }] : [],
      );
    },

    async listPlannedEvents(instanceId) {
      const events = await records(reader, PLANNED_EVENTS, instanceId, {});
      return events?.flatMap(({ instanceId: about, ...event }) =>
        isAbout(instanceId, about) ? [event] : [],
      );
    },
  };
}

function describeInstance(reader: Reader, region: string, instanceId: string): Promise<Instance | undefined> {
  return reader.read(
    'DescribeDBInstanceDetail',
    instanceId,
    async (ask): Promise<Attempt<Instance | undefined>> => {
      const classified = await ask({ InstanceId: instanceId });
      if (refusedWith(classified, 'InstanceNotExist')) return { usable: true, value: undefined };
      const attempt = parsed(classified, instanceRecord);
      if (!attempt.usable) return attempt;
      if (attempt.value.instanceId === instanceId)
        return { usable: true, value: inRegion(attempt.value, region) };
      return unusable({ ...classified.answer, kind: 'ambiguous', code: 'AnswerAboutAnotherInstance' });
    },
  );
}

async function listInstances(reader: Reader, region: string, page: { number: number; size: number }) {
  const { number: PageNumber, size: PageSize } = page;
  const faults = [
    ...(Number.isInteger(PageNumber) && PageNumber >= 1 ? [] : ['the page number is a whole number from 1']),
    ...(Number.isInteger(PageSize) && PageSize >= 1 && PageSize <= MOST_INSTANCES_A_PAGE
      ? []
      : [`the page size is a whole number from 1 to ${MOST_INSTANCES_A_PAGE}`]),
  ];
  if (faults.length > 0) throw new InvalidRequest('DescribeDBInstances', faults);
  const read = await reader.read('DescribeDBInstances', `page ${PageNumber}`, async (ask) =>
    parsed(await ask({ RegionId: region, PageNumber, PageSize }), instancePage),
  );
  return { ...read, instances: read.instances.map((instance) => inRegion(instance, region)) };
}

/** All pages of one instance's records; `undefined` where the region does not have the operation. */
function records<T>(
  reader: Reader,
  { action, pageSize, schema, key }: Records<T>,
  instanceId: string,
  filter: object,
): Promise<readonly T[] | undefined> {
  return reader.read(action, instanceId, async (ask): Promise<Attempt<readonly T[] | undefined>> => {
    let served = true;
    const pages = async (PageNumber: number) => {
      const classified = await ask({ InstanceId: instanceId, ...filter, PageNumber, PageSize: pageSize });
      served = !refusedWith(classified, 'InvalidActionOrVersion');
      return parsed(classified, schema);
    };
    const attempt = await everyPage(pages, { key, most: MOST_RECORDS });
    return served ? attempt : { usable: true, value: undefined };
  });
}

function refusedWith({ answer }: Classified, code: string): boolean {
  return answer.kind === 'refused' && answer.code === code;
}

/** The vendor's filter by instance may be fuzzy, so a record that names another instance is left out. */
function isAbout(instanceId: string, about: string): boolean {
  return about === '' || about === instanceId;
}
