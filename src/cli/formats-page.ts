import { msg } from '../domain/message.ts';
import { FORMATS } from '../formats/registry.ts';
import type { App } from './app.ts';
import { padded, wrapped } from './wrap.ts';

/** Prints what `kd help formats` says: each format, whether kd reads and writes it, and how its files are named. */
export async function printFormats(app: App): Promise<void> {
  const lines = await Promise.all(
    FORMATS.map(async ({ name, summary, extensions, reads, writes }) => {
      const ways = reads && writes ? msg`in, out` : reads ? msg`in` : msg`out`;
      const endings = extensions.map((extension) => `.${extension}`).join(' ');
      const cells = [await padded(name, 12), await padded(app.say(ways), 8), await padded(endings, 20)];
      return `  ${cells.join(' ')} ${app.say(summary)}\n`;
    }),
  );
  const how = app.t`kd import tells the format of a file by its name and text, --from names it; kd export takes --to.`;
  const text = `${app.t`The formats of kd import (in) and kd export (out):`}\n\n${lines.join('')}\n${how}\n`;
  app.io.out(app.io.isTerminal.out ? await wrapped(text, app.io.columns) : text);
}
