import type { PresentationOptions, ServiceChoice } from './command-options.ts';
import { CommandFailed, UsageError } from './errors.ts';
import { chooseLanguage } from './language-choice.ts';
import type { Service, ServiceOptions } from './programs.ts';
import { type Records, recordsOf } from './records.ts';
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
  const service: Service = await surroundings.programs.service(serviceOptions(surroundings, choice));
  try {
    return await work(recordsOf(service, session.reader.language), session);
  } finally {
    await service.close();
  }
}

function serviceOptions({ environment }: Surroundings, { store, url }: ServiceChoice): ServiceOptions {
  if (url === undefined) return store === undefined ? {} : { storePath: store };
  checkAddress(url);
  const token = environment.OFFPEAK_TOKEN;
  if (token === undefined || token === '')
    throw new CommandFailed('Set OFFPEAK_TOKEN: the service at --url needs its bearer token.');
  return { url: url.replace(/\/+$/, ''), token };
}

/** A token goes out encrypted, or to this very machine. */
function checkAddress(url: string): void {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new UsageError(`--url must be an address such as https://offpeak.example.com, not "${url}".`);
  if (address.username !== '' || address.password !== '')
    throw new UsageError('--url must not hold a name or a password; the token comes from OFFPEAK_TOKEN.');
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname);
  if (address.protocol === 'http:' && !here)
    throw new UsageError(
      `--url must begin with https: a token is not sent to ${address.hostname} in the clear.`,
    );
}
