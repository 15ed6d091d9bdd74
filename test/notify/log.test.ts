import { expect, it } from 'vitest';
import { makeLogChannel } from '../../shared/notify/log.ts';
import { TROUBLE } from './messages.ts';

it('is one warning, with everything in it', async () => {
  const warned: object[] = [];

  const delivery = await makeLogChannel((entry) => warned.push(entry)).send(TROUBLE);

  expect(delivery).toEqual({ delivered: true });
  expect(warned).toEqual([{ what: TROUBLE.title, data: TROUBLE }]);
});
