import * as z from 'zod';
import { DAY } from '../time/clock.ts';
import { isZone, knownZones } from '../time/zones.ts';
import { EVERY_FORMS, EVERY_WORDS, ONCE_FORMS, parseEvery, parseOnce } from './cadence.ts';
import { isDate } from './dates.ts';
import { parseDays } from './days.ts';
import { MOST_SHARDS_AT_ONCE } from './defaults.ts';
import { DURATION_FORM, parseDuration } from './duration.ts';
import { must, mustSecretly, written } from './form.ts';
import { channelsOf } from './notify.ts';
import type { Target } from './plan.ts';

/**
 * The plan as a person writes it, in YAML. Unknown keys are refused everywhere.
 *
 * It reads one value at a time; what only several values together can show (a name that nothing has, a window
 * without room) is found by `read-*.ts`.
 */

const DURATION = 'a whole number and s, m, h or d, such as 10m';
const NAME = 'a name of lower-case letters, digits and hyphens that begins with a letter';
const TITLE = 'a name of at most 100 letters, digits, spaces, dots, hyphens and underscores';
const COUNT = 'a whole number of 1 or more';
const SHARDS = `a whole number from 1 to ${MOST_SHARDS_AT_ONCE}, the most that the vendor takes in one call`;
const TIME = 'a time of day, "HH:MM" from "00:00" to "23:59" (an opening lasts less than 24 h)';
const DATE = 'a calendar day that exists, YYYY-MM-DD';
const REGION = 'a region such as cn-beijing';
const SECRET = 'the name of a secret, never an access key itself';
const CHANNEL_SECRET = 'the name of a secret, never an address or a key itself';
const TOPIC = 'the name of an SNS topic: 1 to 256 letters, digits, hyphens and underscores';
const LANGUAGES = 'a list of languages, en and zh-CN, each once';
const TARGET = 'any, other-zone, { zone: a zone } or { nodes: [ nodes ] }';
const HISTORY = 'at least 30d: a record has to outlive whatever it may hold';
const EXPECT = 'a number of instances, such as 12 or 700-850';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, must(NAME));
const title = z.string(must(TITLE)).regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, must(TITLE));
const reference = z.string(must('a name'));
const identifier = z.string(must('an identifier')).min(1, must('an identifier'));
const sentence = z.string(must('a sentence')).min(1, must('a sentence'));
const duration = written(DURATION, parseDuration, { form: DURATION_FORM });
const count = z.number(must(COUNT)).int(must(COUNT)).min(1, must(COUNT));
const shards = z
  .number(must(SHARDS))
  .int(must(SHARDS))
  .min(1, must(SHARDS))
  .max(MOST_SHARDS_AT_ONCE, must(SHARDS));
const time = z.string(must(TIME)).regex(/^([01]\d|2[0-3]):[0-5]\d$/, must(TIME));
const date = written(DATE, (text) => (isDate(text) ? text : undefined), { form: /^\d{4}-\d{2}-\d{2}$/ });
const zone = written('an IANA time zone such as Asia/Shanghai', (text) => (isZone(text) ? text : undefined), {
  words: knownZones,
});
/** Access keys of Volcengine begin with AKLT, of BytePlus with AKAP: neither belongs into a file. */
const secretName = z
  .string(mustSecretly(SECRET))
  .regex(/^(?!AK[A-Z]{2}\w{20})\S{1,512}$/, mustSecretly(SECRET));

/** The address of a bot holds its token, and one of a webhook may lead anywhere: both belong into the secret. */
const channelSecret = z
  .string(mustSecretly(CHANNEL_SECRET))
  .regex(/^(?!AK[A-Z]{2}\w{20}|localhost|(\d{1,3}\.){3}\d)[\w/+=.@-]{1,512}$/, mustSecretly(CHANNEL_SECRET));
const topicName = z.string(must(TOPIC)).regex(/^[\w-]{1,256}$/, must(TOPIC));
const languages = z
  .array(z.enum(['en', 'zh-CN'], must('en or zh-CN')), must(LANGUAGES))
  .min(1, must(LANGUAGES))
  .refine((tags) => new Set(tags).size === tags.length, must(LANGUAGES));

const target = z
  .union(
    [
      z.enum(['any', 'other-zone']),
      z.strictObject({ zone: identifier }),
      z.strictObject({ nodes: z.array(identifier).min(1) }),
    ],
    must(TARGET),
  )
  .transform((form): Target => {
    if (typeof form === 'string') return { kind: form };
    return 'zone' in form ? { kind: 'zone', zone: form.zone } : { kind: 'nodes', nodes: form.nodes };
  });

const expect = z
  .union([z.int().min(1), z.string().regex(/^\d{1,6}-\d{1,6}$/)], must(EXPECT))
  .transform((form, context) => {
    const [low = 0, high = low] = String(form).split('-').map(Number);
    if (low <= high) return { low, high };
    context.addIssue({ code: 'custom', message: must(EXPECT).error({ input: form }), input: form });
    return z.NEVER;
  });

const tags = z.record(
  z.string(),
  z.string(must('a text; put quotes around a number')),
  must('a mapping of tags'),
);

const match = z
  .strictObject(
    {
      instance: identifier.exactOptional(),
      tag: tags.exactOptional(),
      project: identifier.exactOptional(),
      pattern: identifier.exactOptional(),
      expect: expect.exactOptional(),
    },
    must('a mapping with instance, tag, project or pattern'),
  )
  .refine(({ instance, tag, project, pattern }) => instance ?? tag ?? project ?? pattern, {
    error: 'must name an instance, tag, project or pattern',
  });

/** One entry of `accounts`. Every account starts by observing. */
export const accountForm = z.strictObject(
  {
    provider: z.enum(['volcengine', 'byteplus'], must('volcengine or byteplus')).default('volcengine'),
    region: z.string(must(REGION)).regex(/^[a-z]{2,}-[a-z0-9-]+$/, must(REGION)),
    credentials: secretName,
    mode: z.enum(['observe', 'switch'], must('observe or switch')).default('observe'),
  },
  must('a mapping with region and credentials'),
);

/** One entry of `windows`. */
export const windowForm = z.strictObject(
  {
    days: written('days such as mon-thu or sat,sun', parseDays),
    open: time,
    close: time,
    cutoff: duration.exactOptional(),
    timezone: zone.exactOptional(),
  },
  must('a mapping with days, open and close'),
);

/** One entry of `freezes`: either `from` and `through`, or the path of a calendar. */
export const freezeForm = z.strictObject(
  {
    name: title,
    from: date.exactOptional(),
    through: date.exactOptional(),
    calendar: identifier.exactOptional(),
    timezone: zone.exactOptional(),
  },
  must('a mapping with name, and from and through or calendar'),
);

/** `limits`. */
export const limitsForm = z.strictObject(
  {
    atOnce: count.exactOptional(),
    perNight: count.exactOptional(),
    onePer: identifier.exactOptional(),
    stopAfter: count.exactOptional(),
  },
  must('a mapping of limits'),
);

/** One entry of `notify`. `log` writes a line and tells nobody: it is for practising. */
export const notifyForm = z
  .strictObject(
    {
      feishu: channelSecret.exactOptional(),
      dingtalk: channelSecret.exactOptional(),
      wecom: channelSecret.exactOptional(),
      sns: topicName.exactOptional(),
      webhook: channelSecret.exactOptional(),
      log: channelSecret.exactOptional(),
      languages: languages.exactOptional(),
      digest: time.exactOptional(),
    },
    must('a mapping of channels'),
  )
  .refine((entry) => channelsOf(entry).length > 0, { error: 'must name at least one channel' });

const inherited = {
  account: reference.exactOptional(),
  window: reference.exactOptional(),
  notify: reference.exactOptional(),
  target: target.exactOptional(),
  settle: duration.exactOptional(),
  giveUpAfter: duration.exactOptional(),
  cooldown: duration.exactOptional(),
  shardsAtOnce: shards.exactOptional(),
};

/** `defaults`: what a rule says itself replaces the whole field. */
export const defaultsForm = z.strictObject(inherited, must('a mapping of defaults'));

/** One entry of `rules`: `every`, `once` or `never`. */
export const ruleForm = z.strictObject(
  {
    name: title,
    match,
    never: sentence.exactOptional(),
    every: written(EVERY_FORMS, parseEvery, { words: () => EVERY_WORDS }).exactOptional(),
    once: written(ONCE_FORMS, parseOnce).exactOptional(),
    ...inherited,
  },
  must('a mapping with name, match and every, once or never'),
);

/** The whole file. */
export const planForm = z.strictObject(
  {
    timezone: zone,
    defaults: defaultsForm.exactOptional(),
    accounts: z.record(name, accountForm, must('a mapping of accounts')),
    windows: z.record(name, windowForm, must('a mapping of windows')),
    freezes: z.array(freezeForm, must('a list of freezes')).exactOptional(),
    limits: limitsForm.exactOptional(),
    notify: z.record(name, notifyForm, must('a mapping of people to tell')).exactOptional(),
    history: duration.refine((length) => length >= 30 * DAY, must(HISTORY)).exactOptional(),
    rules: z.array(ruleForm, must('a list of rules')),
  },
  must('a mapping with timezone, accounts, windows and rules'),
);
