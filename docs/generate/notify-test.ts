import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { offpeak } from '../../shared/cli/offpeak.ts';
import { programs } from '../../shared/runtime/programs.ts';
import { systemClock } from '../../shared/runtime/system-clock.ts';

const PLAN = `timezone: Asia/Shanghai
accounts: { prod: { region: cn-beijing, credentials: offpeak/prod } }
windows: { nights: { days: mon-thu, open: "02:00", close: "04:30" } }
notify: { dba: { feishu: offpeak/feishu-dba, webhook: offpeak/pager, languages: [zh-CN, en] } }
defaults: { account: prod, window: nights, notify: dba }
rules: [{ name: all, match: { instance: "*" }, every: tue }]
`;

/** What `notify test` prints of a bot that takes the message, as Feishu answers then, and of a receiver with another key. */
export async function notifyTestOutput(): Promise<string> {
  const server = createServer((request, response) => {
    const bot = request.url?.startsWith('/open-apis/') === true;
    request.resume();
    response.writeHead(bot ? 200 : 401, { 'Content-Type': 'application/json' });
    response.end(bot ? '{"code":0,"msg":"success","data":{}}' : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('listen on loopback → no port');
  try {
    return await outputOf(`http://127.0.0.1:${address.port}`);
  } finally {
    server.close();
  }
}

async function outputOf(origin: string): Promise<string> {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  await offpeak(['notify', 'test', 'dba', '--practice'], {
    output: { stdout: write, stderr: write, isTTY: false, columns: 100, color: false },
    environment: {
      OFFPEAK_LANGUAGE: 'en',
      OFFPEAK_NOTIFY_DBA_FEISHU_URL: `${origin}/open-apis/bot/v2/hook/of-the-example`,
      OFFPEAK_NOTIFY_DBA_WEBHOOK_URL: `${origin}/pager`,
      OFFPEAK_NOTIFY_DBA_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 'k').toString('base64')}`,
    },
    programs,
    clock: systemClock,
    zone: 'UTC',
    readText: async () => PLAN,
    unique: randomUUID,
    signal: new AbortController().signal,
  });
  return written.join('').trimEnd();
}
