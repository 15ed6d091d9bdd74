import { makeCommandLine } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { withoutSecrets } from './output.ts';
import { Printed } from './parsing.ts';
import { reportError } from './report-error.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Carries out one command line, without the names of program and script, and returns the exit code.
 *
 * Whatever goes wrong is said in a sentence on standard error; nothing is thrown, and no secret of the environment is
 * ever written.
 */
export async function offpeak(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const output = withoutSecrets(surroundings.output, surroundings.environment);
  let exit: number = EXIT.DONE;
  try {
    const commandLine = makeCommandLine({
      surroundings: { ...surroundings, output },
      async conclude(work) {
        exit = await work();
      },
    });
    await commandLine.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof Printed) return error.exit;
    return reportError(error, output, args.includes('--debug'));
  }
}
