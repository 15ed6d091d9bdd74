import type { MessageLanguage } from './language.ts';

/** 简体中文。 */
export const zhCN: MessageLanguage = {
  advice: {
    'PARTIAL · STOPPED_BETWEEN_BATCHES': {
      do: '先看原因。如果到下次运行之前可以接受新旧混合的布局，就人工确认。',
      doNot: '不要一直保留到下一个窗口：那一夜会变成“已跳过（实例被占用）”。',
    },
    'PARTIAL · REFUSED': {
      do: '先解决错误码指出的问题（权限、状态、节点），再人工确认。',
      doNot: '不要先手工切换其余分片。',
    },
    'PARTIAL · THROTTLED': { do: '人工确认。如果反复出现：减小 `atOnce`，或向厂商申请更高的限额。' },
    'PARTIAL · NOT_SWITCHED': {
      do: '向厂商提交工单，请求 ID 在记录中。然后人工确认。',
      doNot: '没有检查分片之前不要确认。',
    },
    'FAILED · REFUSED': { do: '先解决错误码指出的问题，再恢复该账号。' },
    'FAILED · THROTTLED': { do: '恢复该账号。如果反复出现：减小 `atOnce`。' },
    'FAILED · NOT_SWITCHED': {
      do: '向厂商提交工单，请求 ID 在记录中。然后恢复该账号。',
      doNot: '没有检查实例之前不要恢复。',
    },
    'FAILED · FOREIGN_CHANGE': {
      do: '查明是谁切换的。拓扑稳定后人工确认：在此之前本次运行占用一个 `atOnce` 名额，`atOnce: 1` 时整个账号都要等待。只要我们自己的切换还可能在进行，确认就会因过早而被拒绝。',
      doNot: '角色仍在变化时不要确认。',
    },
    'UNKNOWN · NO_EVIDENCE': {
      do: '等待系统核实。只有从厂商处确知结果时才人工确认。',
      doNot: '不要再次发送。',
    },
    'UNKNOWN · NOT_SETTLED': {
      do: '在厂商控制台检查实例。混合的角色不会自行核实：待其稳定后人工确认。',
      doNot: '实例仍在变化时不要手工切换其余分片。',
    },
    'UNKNOWN · UNREADABLE': {
      do: '修复访问（密钥、权限、网络），之后由系统核实。',
      doNot: '不要盲目确认。',
    },
  },
  answers: {
    none: '答复丢失',
    accepted: '已接受',
    refused: '被拒绝',
    throttled: '被限流',
    ambiguous: '没有明确的答复',
    NOT_SENT: '已登记，未发出',
  },
  troubleTitle: (outcome, reason, instance) => `Offpeak：${outcome}（${reason}）– ${instance}`,
  heldTitle: (days, instance) => `Offpeak：已保留 ${days} 天，仍待处理 – ${instance}`,
  settledTitle: (instance) => `Offpeak：已解除保留 – ${instance}`,
  practice: (title) => `[演练] ${title}`,
  digestTitle: (day, counts) => `Offpeak ${day}：${counts.length === 0 ? '没有运行结束' : counts.join('，')}`,
  counted: (outcome, count) => `${outcome} ${count}`,
  nothingClosed: '没有运行结束。',
  span: (from, to) => `时间范围：${from} 至 ${to}。`,
  group: (outcome, reason, count, instances) => `${outcome}（${reason}），${count} 个：${instances}`,
  stillHeld: (runs) => `仍保留，等待核实或人工确认：${runs}`,
  testTitle: (entry) => `Offpeak：发给 ${entry} 的测试消息`,
  happened: (sentence) => `发生了什么：${sentence}`,
  overridden: (gate, sentence) => `已越过的检查项（${gate}）：${sentence}`,
  sent: (sends, more) => {
    const each = sends.map(({ nodes, answer, code, requestId }) => {
      const details = [code, requestId && `请求 ${requestId}`].filter((part) => part !== undefined);
      return `提升 ${nodes} → ${answer}${details.length > 0 ? `（${details.join('，')}）` : ''}`;
    });
    return `发送了什么：${each.join('；')}${more > 0 ? `；另有 ${more} 次` : ''}。`;
  },
  nothingSent: '发送了什么：没有任何请求离开本服务。',
  held: '保留了什么：该实例。其他运行都不能操作它，保留不会自行到期。',
  nothingHeld: '保留了什么：无。',
  todo: (advice) => `要做：${advice}`,
  notToDo: (advice) => `不要做：${advice}`,
  accountStopped: (account) =>
    `账号 ${account} 已停止，不再发送新的切换。请先处理本次运行，再执行 \`offpeak resume account:${account}\`。`,
  about: (run, rule, closedAt) =>
    `运行 ${run}${rule === undefined ? '' : `，规则“${rule}”`}，结束于 ${closedAt}。`,
  outcomeStays: (outcome, reason) => `本次运行的结果保持不变：${outcome}（${reason}）。`,
  runbook: (section) => `操作手册：docs/runbook.md，${section}`,
  test: (entry, at) => `发送于 ${at}，用于确认能否送达 ${entry}。没有发生任何事情，也无需处理。`,
};
