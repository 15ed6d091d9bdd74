import { LANGUAGES, type LanguageTag } from '../notify/catalogue.ts';
import { writeMessage } from '../notify/messages.ts';
import type { Messenger } from '../steps/ports.ts';

export interface MessengerParts {
  /** Of a composition: from secrets, from variables, or none at all. */
  readonly channel: Messenger['channel'];
  /** Where an entry of the plan says none. */
  readonly language: LanguageTag;
  /** Where the runbook can be read. */
  readonly runbook?: string;
  /** Every message says so. */
  readonly practice?: boolean;
}

/** Puts channels and words together. */
export function makeMessenger({ channel, language, runbook, practice = false }: MessengerParts): Messenger {
  return {
    channel,
    write: (notice, { languages = [language], zone }) =>
      writeMessage(notice, {
        languages: languages.filter((tag) => Object.hasOwn(LANGUAGES, tag)),
        zone,
        practice,
        ...(runbook !== undefined && { runbook }),
      }),
  };
}
