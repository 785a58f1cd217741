/** What the comments begin with that kd puts on top of a Markdown text, each on a line of its own. */
const REMARK = '<!-- kd edit: ';

/** The text with remarks on top, as comments, in place of earlier ones. They are no part of the text. */
export function remarkOnMarkdown(text: string, lines: readonly string[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  let own = text.slice(mark.length);
  while (own.startsWith(REMARK)) own = own.slice(/[^\r\n]*(?:\r\n|\r|\n)?/.exec(own)?.[0].length ?? own.length);
  const remarks = lines.filter((line) => line !== '').map((line) => `${REMARK}${line.replaceAll('--', '- -')} -->\n`);
  return mark + remarks.join('') + own;
}
