import type { KeptLetter } from '../protocol/dead-letters.ts';
import { listRefused } from '../steps/list-refused.ts';
import { isoOf } from './instant.ts';
import type { Routes } from './routes.ts';
import type { RefusedView } from './view-schema.ts';

/** `GET /v1/refused`: what was asked for and became no run. */
export function refusedRoutes({ api, ports }: Routes): void {
  api.get('/v1/refused', async (context) => {
    const { requests, letters, more } = await listRefused(ports);
    const body: RefusedView = {
      requests: requests.map(({ execution, why, at }) => ({ execution, why, at: isoOf(at) })),
      letters: letters.map(viewLetter),
      more,
    };
    return context.json(body);
  });
}

/** Fields are told one by one. The digest of a letter is of use to nobody who reads this. */
const viewLetter = (letter: KeptLetter): RefusedView['letters'][number] => ({
  what: letter.what,
  of: letter.of,
  from: letter.from,
  answer: letter.answer,
  faults: letter.faults,
  at: isoOf(letter.undeliveredAt),
});
