import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CREDENTIALS, clientOf, switchOver } from './clients.ts';
import { metadata, type Reply, ScriptedServer } from './scripted-server.ts';
import { SITUATIONS } from './situations.ts';

describe('no secret gets out', () => {
  /** Says back everything that it was told, as a gateway that explains a signature mismatch does. */
  const echoes: Reply = (response, { headers, rawHeaders }) => {
    const Message = `${headers.authorization} ${headers['x-security-token']} ${rawHeaders.join(' ')}`;
    response.end(JSON.stringify(metadata('SwitchOver', { Code: 'SignatureDoesNotMatch', Message })));
  };

  it.each([...SITUATIONS, ['an echo', echoes, {}] as const])('%s', async (_situation, reply) => {
    await using server = await ScriptedServer.start(reply);
    await using client = clientOf(server);
    const prepared = await client.prepareSwitchOver(switchOver());
    const signature = prepared.headers.Authorization?.split('Signature=').at(1) ?? 'none';

    const answer = await client.sendSwitchOver(prepared);

    const shown = [client, prepared, answer, CREDENTIALS].map((one) =>
      [
        inspect(one, { depth: null, showHidden: true, getters: true }),
        JSON.stringify(one),
        String(one),
      ].join(),
    );
    expect(shown.join()).not.toContain('canary');
    expect(shown.join()).not.toContain(signature);
  });
});
