import type { Message } from '../../shared/notify/channel.ts';
import { plainText } from '../../shared/notify/plain-text.ts';
import type { Blocks } from './blocks.ts';
import { DRILL, LOST } from './chaining.ts';
import { fenced } from './markdown.ts';
import { notifyTestOutput } from './notify-test.ts';
import { runParent } from './parents.ts';

/** The message of a run whose answer got lost, in each language, as a channel of plain text gets it; and a test of an entry. */
export async function notifyBlocks(): Promise<Blocks> {
  return {
    'message-en': fenced('text', plainText(await lostAnswer('en'))),
    'message-zh': fenced('text', plainText(await lostAnswer('zh-CN'))),
    'notify-test': fenced('text', await notifyTestOutput()),
  };
}

/** The first thing that people were told of it. */
async function lostAnswer(language: 'en' | 'zh-CN'): Promise<Message> {
  const told: Message[] = [];
  const send = async (message: Message) => {
    told.push(message);
    return { delivered: true } as const;
  };
  const people = { channel: { pace: [], send }, language };
  await runParent('wait-for-end.asl.json', { input: DRILL, fault: LOST, people });
  const [message] = told;
  if (message === undefined) throw new Error('Nobody was told of the lost answer.');
  return message;
}
