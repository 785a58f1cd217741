import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { msg } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const WHERE = msg`Put the line for your shell into its own file: ~/.bashrc, ~/.zshrc (below compinit), or ~/.config/fish/config.fish. Tags, venues, papers and weeks are those of your library.`;

export function completion(command: Command, app: App): void {
  addExamples(
    command,
    app,
    ['source <(kd completion bash)', 'source <(kd completion zsh)', 'kd completion fish | source'],
    WHERE,
  );
  command
    .addArgument(new Argument('<shell>', app.t`the shell that is to complete`).choices(SHELLS))
    .action((shell: (typeof SHELLS)[number]) => {
      app.io.out(readFileSync(join(app.root, 'data', 'completion', `kd.${shell}`), 'utf8'));
    });
}
