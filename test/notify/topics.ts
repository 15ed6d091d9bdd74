import { systemClock } from '../../shared/runtime/system-clock.ts';
import type { Reply } from '../volcengine/scripted-server.ts';
import { LocalTopic, type TopicSettings } from './local-topic.ts';

/** The SNS of an account with more topics than one page lists; the one that is named takes messages. */
export function topicsOf(settings: Omit<TopicSettings, 'clock'>): {
  readonly topic: LocalTopic;
  readonly reply: Reply;
} {
  const topic = new LocalTopic({ clock: systemClock, ...settings });
  const other = `${settings.topicArn}-of-others`;
  const reply: Reply = (response, seen) => {
    const query = new URLSearchParams(seen.body);
    if (query.get('Action') !== 'ListTopics') return topic.reply(response, seen);
    const page = query.get('NextToken') === 'second' ? listOf(settings.topicArn) : listOf(other, 'second');
    response.writeHead(200, { 'Content-Type': 'text/xml' }).end(page);
  };
  return { topic, reply };
}

const listOf = (arn: string, next?: string): string =>
  `<ListTopicsResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListTopicsResult><Topics><member><TopicArn>${arn}</TopicArn></member></Topics>${
    next === undefined ? '' : `<NextToken>${next}</NextToken>`
  }</ListTopicsResult></ListTopicsResponse>`;
