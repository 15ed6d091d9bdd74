import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ChannelFaultOptions } from '../cli/programs.ts';
import { channelsOf, type NamedChannel } from '../plan/notify.ts';
import { AWS_TIME_LIMITS } from './aws.ts';
import { reasonOf, targetIn } from './secret-target.ts';

/**
 * Reads the secret of every channel that a plan names, and says of each that nobody can be told through why: the place in the
 * plan and the reason, never a value. Topics and the log have no secret.
 */
export async function findChannelFaults(
  { notify, secretsIn }: ChannelFaultOptions,
  secrets = new SecretsManagerClient({ region: secretsIn, requestHandler: AWS_TIME_LIMITS }),
): Promise<readonly string[]> {
  const named = Object.entries(notify).flatMap(([entry, target]) =>
    channelsOf(target).map((channel) => ({ entry, channel })),
  );
  const found = await Promise.all(
    named.map(async ({ entry, channel }) => {
      const fault = await faultOf(secrets, channel);
      return fault === undefined ? [] : [`plan notify.${entry}.${channel.kind}: ${fault}`];
    }),
  );
  return found.flat();
}

async function faultOf(
  secrets: SecretsManagerClient,
  { kind, name }: NamedChannel,
): Promise<string | undefined> {
  if (kind === 'sns' || kind === 'log') return undefined;
  try {
    await targetIn(secrets, kind, name);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
