import type { PresentationOptions, ServiceChoice } from './command-options.ts';
import { chooseLanguage } from './language-choice.ts';
import type { Service } from './programs.ts';
import { type Records, recordsOf } from './records.ts';
import { serviceAddress } from './service-address.ts';
import type { Surroundings } from './surroundings.ts';
import { type Reader, type Words, wordsOf } from './words.ts';

/** One command being carried out: for whom, in which words, and where its lines go. */
export interface Session {
  readonly reader: Reader;
  readonly words: Words;
  readonly json: boolean;
  /** Prints one line of the result. */
  print(line: string): void;
  /** Prints the result for a machine: one JSON document. */
  printJson(value: unknown): void;
}

/** Throws UsageError for a language that is not spoken. */
export function sessionOf(surroundings: Surroundings, options: PresentationOptions): Session {
  const { output, zone, environment } = surroundings;
  const reader: Reader = { language: chooseLanguage(options.language, environment), zone };
  return {
    reader,
    words: wordsOf(reader),
    json: options.json === true,
    print: (line) => output.stdout(`${line}\n`),
    printJson: (value) => output.stdout(`${JSON.stringify(value, null, 2)}\n`),
  };
}

/** Opens the service that the options name, works with its records, and closes it whatever happens. */
export async function withRecords<Result>(
  surroundings: Surroundings,
  choice: ServiceChoice,
  work: (records: Records, session: Session) => Promise<Result>,
): Promise<Result> {
  const session = sessionOf(surroundings, choice);
  const service: Service = await surroundings.programs.service(
    serviceAddress(choice, surroundings.environment),
  );
  try {
    return await work(recordsOf(service, session.reader.language), session);
  } finally {
    await service.close();
  }
}
