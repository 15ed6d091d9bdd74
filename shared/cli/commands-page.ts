import type { Command } from 'commander';
import { fullName, makeCommandLine, withAllBelow } from './command-line.ts';
import { offpeak } from './offpeak.ts';
import type { Surroundings } from './surroundings.ts';

const WIDTH = 100;

const HEAD = `# Commands

Every command's own help, word for word. This page is made by \`node docs/generate-commands.ts\`.
`;

/** The page that documents every command by its help. */
export async function commandsPage(surroundings: Omit<Surroundings, 'output'>): Promise<string> {
  const line = makeCommandLine({
    surroundings: { ...surroundings, output: collecting([]) },
    conclude: async () => undefined,
  });
  const sections: string[] = [];
  for (const command of withAllBelow(line)) sections.push(await sectionOf(command, surroundings));
  return [HEAD, ...sections].join('\n');
}

async function sectionOf(command: Command, surroundings: Omit<Surroundings, 'output'>): Promise<string> {
  const name = fullName(command);
  const written: string[] = [];
  const [, ...path] = name.split(' ');
  await offpeak([...path, '--help'], { ...surroundings, output: collecting(written) });
  return `## ${name}\n\n\`\`\`text\n${written.join('').trimEnd()}\n\`\`\`\n`;
}

const collecting = (written: string[]): Surroundings['output'] => ({
  stdout: (text) => void written.push(text),
  stderr: (text) => void written.push(text),
  isTTY: false,
  columns: WIDTH,
  color: false,
});
