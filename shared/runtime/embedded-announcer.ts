import type { LanguageTag } from '../notify/catalogue.ts';
import type { Announcer, Log } from '../steps/ports.ts';
import { sentenceFor } from './closed-run.ts';

/**
 * Tells what happened to the log of this process: the bus of a machine on its own. A message to people is a warning, so
 * that whatever watches the log can pass it on. Waiting workflows exist in the cloud only.
 */
export function makeEmbeddedAnnouncer(log: Log, reader: { language: LanguageTag; zone: string }): Announcer {
  const sentence = sentenceFor(reader);
  const ofRun = (what: string, run: Parameters<typeof sentence>[0]) => ({
    runId: run.runId,
    what,
    ...(run.outcome !== undefined && { code: run.outcome }),
    data: { instance: run.instance, reason: run.reason, sentence: sentence(run), held: run.hold === true },
  });
  return {
    closed: async (run) => log.info(ofRun('closed', run)),
    settled: async (run) => log.info({ ...ofRun('settled', run), data: { ...run.settled } }),
    message: async (run) => log.warn(ofRun('needs a person', run)),
    answerToken: async () => false,
    unheard: async (run) => log.warn(ofRun('a waiting workflow was not reached', run)),
    refuseToken: async () => false,
  };
}
