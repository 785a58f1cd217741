import type { Moved } from '../core/history.ts';
import type { Message } from '../domain/message.ts';
import { oneLine } from '../domain/text.ts';
import type { App } from './app.ts';
import { type Column, printListing } from './print.ts';
import { wrapped } from './wrap.ts';

/** Prints which commands were taken back or made again: on a terminal each with a line of what that changed. */
export async function printMoved(
  app: App,
  moved: readonly Moved[],
  saying: (command: string) => Message,
): Promise<void> {
  const { io, options } = app;
  const isForPeople = options.json === undefined && options.jsonl === undefined && options.ids === undefined;
  if (!io.isTerminal.out || !isForPeople) {
    const columns: Column<Moved>[] = [
      { name: 'id', value: ({ operation }) => operation.id },
      { name: 'command', value: ({ operation }) => operation.command },
      { name: 'what', value: ({ what }) => app.say(what) },
    ];
    await printListing(app, { rows: moved, columns, id: ({ operation }) => operation.id });
    return;
  }
  const lines = moved.map(({ operation, what }) => {
    return `${app.say(saying(oneLine(operation.command)))}\n  ${oneLine(app.say(what))}\n`;
  });
  io.out(await wrapped(lines.join(''), io.columns));
}
