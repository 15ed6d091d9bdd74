import type { SwitchOverRequest } from './redis.ts';

/** The most shards of one batch, hence nodes of one call (vendor page 6293/1148755). */
export const MOST_TARGETS = 50;

/** The longest life of a signature, and the vendor's default (common parameters, vendor page 6767/113576). */
export const LONGEST_LIFE_SECONDS = 900;

const ID = /^[\x21-\x7e]{1,128}$/;
const CLIENT_TOKEN = /^[\x20-\x7e]{1,127}$/;

/** The last instant that `X-Date` can write: four digits of a year. */
const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 44, 59);

/** Everything that makes the request wrong before it is sent; empty when nothing does. */
export function faultsOf(request: SwitchOverRequest): string[] {
  const { instanceId, targetNodeId, clientToken, signedAt, lifeSeconds } = request;
  const faults: (string | false)[] = [
    !ID.test(instanceId) && 'the instance id is 1 to 128 visible ASCII characters',
    ...targetFaults(request.targetNodeIds ?? [], targetNodeId),
    clientToken !== undefined &&
      !CLIENT_TOKEN.test(clientToken) &&
      'the client token is 1 to 127 printable ASCII characters',
    !(Number.isInteger(signedAt) && signedAt >= 0 && signedAt <= LAST_INSTANT) &&
      'signedAt is a whole number of milliseconds since 1970',
    !(Number.isInteger(lifeSeconds) && lifeSeconds >= 1 && lifeSeconds <= LONGEST_LIFE_SECONDS) &&
      `the life is a whole number of seconds from 1 to ${LONGEST_LIFE_SECONDS}`,
  ];
  return faults.filter((fault) => fault !== false);
}

function targetFaults(nodeIds: readonly string[], nodeId: string | undefined): (string | false)[] {
  const named = nodeId === undefined ? nodeIds : [...nodeIds, nodeId];
  return [
    named.length === 0 && 'no target node is named',
    nodeIds.length > MOST_TARGETS &&
      `${nodeIds.length} target nodes are named, at most ${MOST_TARGETS} are allowed`,
    new Set(nodeIds).size < nodeIds.length && 'a target node is named twice',
    !named.every((id) => ID.test(id)) && 'a target node id is 1 to 128 visible ASCII characters',
  ];
}

/**
 * The JSON body's members. Where both target fields are given, both are sent: the vendor lets `TargetPrimaryNodeIds`
 * take precedence (vendor page 6293/1148755). An empty list is left out, so that the single field counts.
 */
export function parametersOf({
  instanceId,
  targetNodeIds,
  targetNodeId,
  clientToken,
}: SwitchOverRequest): object {
  return {
    InstanceId: instanceId,
    ...(targetNodeIds !== undefined && targetNodeIds.length > 0
      ? { TargetPrimaryNodeIds: targetNodeIds }
      : {}),
    ...(targetNodeId === undefined ? {} : { TargetPrimaryNodeId: targetNodeId }),
    ...(clientToken === undefined ? {} : { ClientToken: clientToken }),
  };
}
