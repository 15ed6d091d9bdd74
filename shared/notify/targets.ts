import { type BotForm, type BotParts, makeBot } from './bot.ts';
import type { Channel, Pace } from './channel.ts';
import { DINGTALK } from './dingtalk.ts';
import { FEISHU } from './feishu.ts';
import type { TargetKind } from './target.ts';
import { WEBHOOK } from './webhook.ts';
import { WECOM } from './wecom.ts';

const FORMS: Readonly<Record<TargetKind, BotForm>> = {
  feishu: FEISHU,
  dingtalk: DINGTALK,
  wecom: WECOM,
  webhook: WEBHOOK,
};

/** The channel to a target, in the form of its kind. */
export const makeTargetChannel = (parts: BotParts): Channel => makeBot(FORMS[parts.target.kind], parts);

/** How fast messages may go to a target of a kind, before any target is known. */
export const paceOf = (kind: TargetKind): readonly Pace[] => FORMS[kind].pace;
