import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import { readFireReport } from './fire-report.ts';
import { lintTemplates } from './lint-templates.ts';
import { installPythonTools } from './python-tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'offpeak');

/** What one part of the whole came to. */
interface Part {
  readonly name: string;
  readonly is: 'good' | 'BROKEN' | 'skipped';
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Runs what no quick test can show: on AWS's own DynamoDB Local, on the built bundles, and on real clocks. */
async function run(): Promise<number> {
  const reports = mkdtempSync(join(tmpdir(), 'offpeak-conformance-'));
  const [fire, bundles] = [join(reports, 'fire'), join(reports, 'bundles')];
  try {
    const parts = [
      ...(await onDynamoDb(fire, bundles)),
      ...(await onTemplates(join(reports, 'moto'))),
      await onRealClocks(),
    ];
    process.stdout.write(readFireReport(fire));
    for (const report of [bundles, join(reports, 'moto')])
      if (existsSync(report)) process.stdout.write(readFileSync(report, 'utf8'));
    say(`conformance: ${parts.map(({ name, is }) => `${name} ${is}`).join(', ')}`);
    return parts.some(({ is }) => is === 'BROKEN') ? 1 : 0;
  } finally {
    rmSync(reports, { recursive: true });
  }
}

/** The stores' contract, all that is under fire, and the deployed service. Says what it skipped where it cannot. */
async function onDynamoDb(fireReport: string, bundleReport: string): Promise<readonly Part[]> {
  const [stores, service] = ['stores on DynamoDB', 'built bundles under the deployed definition'];
  const installed = installDynamoDbLocal(CACHE);
  if ('missing' in installed) {
    say(`Skipped: what runs on DynamoDB Local, which ${installed.missing}.`);
    return [stores, service].map((name) => ({ name, is: 'skipped' }));
  }
  const server = await startDynamoDbLocal(installed.jars);
  const environment = {
    OFFPEAK_DYNAMODB_ENDPOINT: server.endpoint,
    OFFPEAK_FIRE_REPORT: fireReport,
    OFFPEAK_BUNDLE_REPORT: bundleReport,
  };
  try {
    const config = join('test', 'conformance', 'vitest.config.ts');
    return [
      await testPart(
        stores,
        config,
        environment,
        ['bundles', 'usage', 'moto'].flatMap((part) => [
          '--exclude',
          `test/conformance/${part}.conformance.ts`,
        ]),
      ),
      canCertify()
        ? await testPart(service, config, environment, ['bundles', 'usage'])
        : skipped(service, 'needs openssl for a certificate of the vendor’s host'),
    ];
  } finally {
    await server.stop();
  }
}

/** What others say of the templates: cfn-lint, and the CDK's own command line against moto. */
async function onTemplates(motoReport: string): Promise<readonly Part[]> {
  const [lint, deploy] = ['cfn-lint', 'cdk deploy against moto'];
  const tools = installPythonTools(CACHE);
  if ('missing' in tools) return [lint, deploy].map((name) => skipped(name, tools.missing));
  const { templates, clean, told } = lintTemplates(tools);
  say(`cfn-lint: ${templates} templates, ${clean ? 'no errors' : `errors\n${told}`}`);
  const config = join('test', 'conformance', 'vitest.config.ts');
  const environment = { OFFPEAK_PYTHON_PROGRAMS: tools.programs, OFFPEAK_MOTO_REPORT: motoReport };
  return [
    { name: lint, is: clean ? 'good' : 'BROKEN' },
    await testPart(deploy, config, environment, ['moto']),
  ];
}

const onRealClocks = () => testPart('real clocks', join('test', 'e2e', 'vitest.config.ts'), {}, []);

const canCertify = (): boolean => spawnSync('openssl', ['version']).status === 0;

function skipped(name: string, why: string): Part {
  say(`Skipped: ${name}, which ${why}.`);
  return { name, is: 'skipped' };
}

async function testPart(
  name: string,
  config: string,
  environment: Readonly<Record<string, string>>,
  only: readonly string[],
): Promise<Part> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const tests = spawn(process.execPath, [vitest, 'run', '--config', config, ...only], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const [status] = await once(tests, 'exit');
  return { name, is: status === 0 ? 'good' : 'BROKEN' };
}

process.exitCode = await run();
