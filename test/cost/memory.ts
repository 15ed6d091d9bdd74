import * as z from 'zod';
import type { FunctionName } from '../../infra/function-names.ts';
import { FUNCTION_NAMES } from '../../infra/function-names.ts';
import { synthesise } from '../infra/synthesise.ts';

const sized = z.object({ MemorySize: z.number(), Code: z.object({ ZipFile: z.string() }) });

/** Megabytes of each function, as the template gives them. */
export type MemoryOf = Readonly<Record<FunctionName, number>>;

/** Reads the memory of every function from the synthesised stack. Throws where the stack lacks one. */
export function memoryInTemplate(): MemoryOf {
  const functions = synthesise().service.ofType('AWS::Lambda::Function');
  const sizes = functions.map(([, { Properties }]) => sized.parse(Properties));
  const sizeOf = (name: FunctionName) => {
    const found = sizes.find(({ Code }) => Code.ZipFile === `// ${name}`);
    if (found === undefined) throw new Error(`no function ${name} in the template`);
    return found.MemorySize;
  };
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [name, sizeOf(name)])) as MemoryOf;
}
