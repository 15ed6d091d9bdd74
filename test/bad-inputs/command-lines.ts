import fc from 'fast-check';
import { makeStage } from '../cli/stage.ts';
import { type Boundary, internalIn, verdict } from './boundary.ts';
import { CANARIES, canariesIn } from './canary.ts';
import { CORPUS, word } from './corpus.ts';

type Words = readonly string[];

const COMMANDS = [
  'practice',
  'serve',
  'endpoint',
  'run',
  'show',
  'history',
  'refused',
  'stop',
  'resume',
  'stops',
  'cancel',
  'acknowledge',
  'plan',
  'plan check',
  'plan apply',
  'accounts check',
  'notify test',
  'forecast',
];
const OPTIONS = [
  '--json',
  '--language',
  '--debug',
  '--store',
  '--url',
  '--port',
  '--target',
  '--when',
  '--reason',
  '--secrets',
  '--key',
  '--days',
  '--month',
  '--limit',
  '--practice',
  '--help',
  '--',
  '-x',
  '--__proto__',
];

const inputs: fc.Arbitrary<Words> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...COMMANDS) }, { weight: 1, arbitrary: word }),
    fc.array(
      fc.oneof(
        fc.constantFrom(...OPTIONS),
        word,
        fc.constantFrom(
          'plan.yaml',
          'odd.yaml',
          'http://127.0.0.1:1',
          'http://a:b@c',
          'ftp://x',
          'https://x.example',
          'en',
          'now',
          '0',
          '65536',
        ),
        fc.constantFrom(...CORPUS.limits).map(String),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([command, rest]) => [...command.split(' '), ...rest]);

const PROBLEM = {
  type: 'urn:offpeak:problem:not-found',
  status: 404,
  detail: 'There is no such thing.',
  code: 'X',
};

/** One command line with all around it made of fakes; its service answers odd things, and its environment holds the canaries. */
export const COMMAND_LINES: Boundary<Words> = {
  name: 'command lines',
  inputs,
  always: [
    ['nothing', []],
    ['a token that is no header', ['history', '--url', 'https://x.example', '--debug']],
    ['an address with a password', ['history', '--url', 'http://a:b@c']],
    ['a long word', ['show', 'x'.repeat(100_000)]],
  ],
  async open() {
    const stage = makeStage({
      files: { 'plan.yaml': 'timezone: UTC\n', 'odd.yaml': '? '.repeat(300) },
      environment: {
        OFFPEAK_TOKEN: `${CANARIES.bearer}\r\n`,
        OFFPEAK_PROD_ACCESSKEY: 'AKLTEXAMPLE',
        OFFPEAK_PROD_SECRETKEY: CANARIES.secretAccessKey,
        OFFPEAK_PROD_SESSIONTOKEN: CANARIES.sessionToken,
      },
      answering: (path, { headers }) => {
        if (path.length % 3 === 0)
          throw new TypeError(`Headers.append: "Bearer ${CANARIES.bearer}\r\n" is no header`);
        if (path.length % 3 === 1) return { status: 404, headers: {}, body: PROBLEM };
        return { status: 200, headers: {}, body: { said: [headers, CANARIES.secretAccessKey] } };
      },
    });
    return {
      async play(words) {
        const begun = stage.begun.length;
        const { exit, stdout, stderr } = await stage.run(...words);
        const refused = exit !== 0;
        const started = stage.begun.slice(begun).find(({ program }) => program !== 'service');
        const known = [0, 1, 2, 3].includes(exit);
        return verdict(refused ? 'refused' : 'accepted', [
          ['no crash', known ? undefined : `exit ${exit}`],
          [
            'no crash',
            refused && !words.includes('--debug') ? internalIn(without(stderr, words)) : undefined,
          ],
          [
            'no call for an invalid input',
            refused && started !== undefined ? `began ${started.program}` : undefined,
          ],
          ['no canary', canariesIn(stdout, stderr)[0]],
        ]);
      },
      close: async () => undefined,
    };
  },
};

/** What was typed is repeated, and may look like anything. */
const without = (text: string, words: Words): string =>
  words.filter(Boolean).reduce((rest, said) => rest.replaceAll(said, ''), text);
