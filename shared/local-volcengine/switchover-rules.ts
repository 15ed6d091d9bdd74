import type { Refusal } from './codes.ts';
import type { Standing } from './fleet.ts';
import { findNode, type ServerNode } from './instance.ts';
import { LARGEST_BATCH, type SwitchOverRequest } from './requests.ts';

/** Either why a SwitchOver is refused, or the nodes that become primary, in the order asked for. */
export type Judgement = { readonly refusal: Refusal } | { readonly targets: readonly ServerNode[] };

/**
 * Judges a SwitchOver against the instance as it stands (vendor page 6293/1148755).
 *
 * Assumption: the vendor names no codes, so a wrong status is InstanceStatusNotMatch and every other fault ParamError.
 */
export function judge(
  request: SwitchOverRequest,
  { instance, status, changing, primaries }: Standing,
): Judgement {
  if (instance.class === 'Standalone') {
    return refuse('ParamError', `${instance.id} is a Standalone instance and cannot be switched over`);
  }
  if (status !== 'Running' || changing) {
    return refuse('InstanceStatusNotMatch', `${instance.id} must be Running and is ${status}`);
  }
  const nodeIds = requestedNodes(request);
  if (nodeIds.length === 0) {
    return refuse('ParamError', 'TargetPrimaryNodeIds and TargetPrimaryNodeId are both empty');
  }
  if (nodeIds.length > LARGEST_BATCH) {
    return refuse('ParamError', `${nodeIds.length} nodes were named; at most ${LARGEST_BATCH} are allowed`);
  }
  const targets: ServerNode[] = [];
  for (const nodeId of nodeIds) {
    const node = findNode(instance, nodeId);
    if (node === undefined) return refuse('ParamError', `${instance.id} has no node ${nodeId}`);
    if (primaries[node.shard] === nodeId) return refuse('ParamError', `${nodeId} is not a SecondaryNode`);
    if (targets.some((target) => target.shard === node.shard)) {
      return refuse('ParamError', `two nodes of shard ${node.shard} were named`);
    }
    targets.push(node);
  }
  return { targets };
}

/** The list wins over the single field; a list that is empty counts as absent. */
export function requestedNodes(request: SwitchOverRequest): readonly string[] {
  if (request.TargetPrimaryNodeIds !== undefined && request.TargetPrimaryNodeIds.length > 0) {
    return request.TargetPrimaryNodeIds;
  }
  return request.TargetPrimaryNodeId ? [request.TargetPrimaryNodeId] : [];
}

function refuse(code: Refusal['code'], message: string): Judgement {
  return { refusal: { code, message } };
}
