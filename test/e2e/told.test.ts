import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTarget } from '../../shared/notify/target.ts';
import { MESSAGE_PREFIX, runPartition } from '../../shared/protocol/keys.ts';
import { readDelivery } from '../../shared/protocol/messages.ts';
import { embeddedChannels } from '../../shared/runtime/embedded-channels.ts';
import { makeGuardedPost } from '../../shared/runtime/guarded-post.ts';
import type { LeapingClock } from '../../shared/runtime/leaping-clock.ts';
import { makeMessenger } from '../../shared/runtime/messenger.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';
import { openRun } from '../../shared/steps/run-file.ts';
import { MINUTE, SECOND } from '../../shared/time/clock.ts';
import { LocalFeishu } from '../notify/local-feishu.ts';
import { memoryLog } from '../runtime/memory-log.ts';
import { openPlan } from '../runtime/plan-text.ts';
import { practicePlan, rehearsal, SOLO } from '../runtime/rehearsal.ts';
import { temporaryFolder } from '../runtime/temporary-folder.ts';
import { cutsAtOnce, ScriptedServer } from '../volcengine/scripted-server.ts';
import { deskWith, endpointProcess, servePractice } from './on-this-machine.ts';

const BOTH = ['en', 'zh-CN'] as const;

/** A group's bot on this machine, and whether its network is there. */
async function bot() {
  const state = { reachable: true };
  const feishu = new LocalFeishu({ clock: systemClock, token: 'canary-token', secret: 'canary-key' });
  const server = await ScriptedServer.start((response, seen) =>
    (state.reachable ? feishu.reply : cutsAtOnce)(response, seen),
  );
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { state, feishu, url: `${server.origin}${feishu.path}` };
}

/** Offpeak in practice over a file, whose people are behind that bot. */
async function rehearsed(url: string) {
  const known: { clock?: LeapingClock } = {};
  const target = readTarget(
    'feishu',
    'the bot',
    JSON.stringify({ url, secret: 'canary-key' }),
    'with loopback',
  );
  const post = makeGuardedPost({ clock: systemClock, reach: 'with loopback' });
  const lines = memoryLog();
  const opened = rehearsal(join(temporaryFolder(), 'store.sqlite'), {
    over: {
      log: lines,
      messenger: makeMessenger({
        channel: embeddedChannels({
          log: lines,
          clock: systemClock,
          targets: new Map([['practice/feishu', target]]),
          // A message takes no time on the clock that leaps.
          post: async (posting) => (await known.clock?.during(() => post(posting))) ?? { kind: 'forbidden' },
          practice: true,
        }),
        language: 'en',
        practice: true,
      }),
    },
  });
  known.clock = opened.clock;
  await opened.embedded.apply({
    ...practicePlan(),
    notify: { practice: { feishu: 'bot', languages: BOTH } },
  });
  return { ...opened, lines };
}

async function lostAnswer({ embedded, model, start }: Awaited<ReturnType<typeof rehearsed>>) {
  model.arm({ fault: 'hang', action: 'SwitchOver', instance: SOLO, times: 1, executes: false });
  const runId = await start();
  await embedded.engine.ended(runId);
  const { run } = await openRun(embedded.ports.store, runId);
  expect(run).toMatchObject({ outcome: 'UNKNOWN', reason: 'NO_EVIDENCE', hold: true });
  return run;
}

describe('a lost answer in practice', () => {
  it('is told in both languages to a Feishu group within 60 s of the close, with what to do and not to do', async () => {
    const { feishu, url } = await bot();
    const offpeak = await rehearsed(url);
    const { runId, closedAt = 0 } = await lostAnswer(offpeak);

    expect(offpeak.clock.now() - closedAt).toBeLessThanOrEqual(60 * SECOND);
    const [message, ...more] = feishu.arrived;
    expect(more).toEqual([]);
    expect(message?.title).toBe(
      `[practice] Offpeak: Unknown (no evidence) – ${SOLO} · [演练] Offpeak：结果未知（没有证据）– ${SOLO}`,
    );
    const text = message?.lines.join('\n');
    for (const said of [
      'What happened: No clear answer came',
      'What was sent: to promote',
      'What is held: the instance.',
      'Do: Wait for settle.',
      'Do not: Send it again.',
      '发生了什么：没有得到明确的答复',
      '保留了什么：该实例。',
      '要做：等待系统核实。',
      '不要做：不要再次发送。',
      `offpeak show ${runId}`,
    ])
      expect(text).toContain(said);
  });

  it('is told when the network is back, once, and no secret of the bot is in log or record', async () => {
    const { state, feishu, url } = await bot();
    state.reachable = false;
    const offpeak = await rehearsed(url);
    const { clock, embedded, lines } = offpeak;
    const { runId } = await lostAnswer(offpeak);
    expect(feishu.arrived).toEqual([]);
    expect(lines.lines).toContainEqual(
      expect.objectContaining({
        runId,
        code: 'MESSAGE_DELAYED',
        data: expect.objectContaining({ answer: 'CONNECTION_CUT' }),
      }),
    );

    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        await clock.sleepUntil(clock.now() + MINUTE);
        await embedded.settle();
      }
    };
    await minutes(3);
    expect(feishu.arrived).toEqual([]);
    state.reachable = true;
    await minutes(30);

    const titles = feishu.arrived.map(({ title }) => title);
    expect(titles.filter((title) => title.includes('Unknown (no evidence)'))).toHaveLength(1);
    expect(titles.filter((title) => title.includes('no longer held'))).toHaveLength(1);
    const kept = await embedded.ports.store.list(runPartition(runId), MESSAGE_PREFIX);
    expect(kept.map((item) => readDelivery(item).deliveredAt)).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(JSON.stringify([kept, lines.lines])).not.toContain('canary');
  });
});

it('serve --practice tells a throttled switchover to the bot that its variables name', async () => {
  const { feishu, url } = await bot();
  const plan = openPlan(Date.now()).replace('{ log: practice }', '{ feishu: bot, languages: [zh-CN, en] }');
  const desk = deskWith(plan);
  const endpoint = await endpointProcess(desk);
  const service = await servePractice(desk, endpoint.url, {
    environment: {
      OFFPEAK_NOTIFY_PRACTICE_FEISHU_URL: url,
      OFFPEAK_NOTIFY_PRACTICE_FEISHU_SECRET: 'canary-key',
    },
  });
  await endpoint.arm({ fault: 'throttle', times: 3, retryAfterSeconds: 0 });
  await service.start('a-key');

  await expect.poll(() => feishu.arrived, { timeout: 20_000 }).toHaveLength(1);
  expect(feishu.arrived[0]?.title).toMatch(/^\[演练\] Offpeak：失败（被限流）– redis-practice-solo/);
  expect(service.program.said()).not.toContain('canary');
});
