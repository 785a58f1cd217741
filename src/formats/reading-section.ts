import { nameKey } from '../domain/text.ts';

/** The names of the section whose headings are papers. */
const READING_SECTIONS = new Set(
  [
    '论文阅读',
    '文献阅读',
    '阅读论文',
    '论文',
    '文献',
    '阅读',
    '本周阅读',
    '本周论文',
    'Paper Reading',
    'Papers',
    'Papers Read',
  ]
    .concat(['Reading', 'Readings', 'Literature', 'Literature Reading'])
    .map(nameKey),
);

/** Whether a section of this name holds papers: `论文阅读`, `一、文献阅读`, `Paper Reading`. */
export function isReadingSection(name: string): boolean {
  return READING_SECTIONS.has(nameKey(name.replace(/^\s*(?:[一二三四五六七八九十]+|\d+)\s*[、.．)）]\s*/, '')));
}
