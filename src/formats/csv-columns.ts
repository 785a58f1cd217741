import { ZOTERO_VARIABLES } from './zotero.ts';

/**
 * What a column of a table is of: a variable of CSL under its own name, or one of kd's fields. A column that is none of
 * these is kept under its own name.
 */
export type Column =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'field'; readonly name: Field }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'other'; readonly name: string };

const FIELDS = [
  'citation-key',
  'authors',
  'editors',
  'venue',
  'container-title',
  'year',
  'month',
  'day',
  'arxiv',
  'code',
  'tags',
  'keywords',
  'status',
  'rating',
  'type',
  'track',
  'links',
  'added',
] as const;
export type Field = (typeof FIELDS)[number];

/** Names of columns beside those of kd and Zotero, in lower case and without spaces, hyphens and underscores. */
const NAMES: Readonly<Record<string, string>> = {
  key: 'other',
  citekey: 'citation-key',
  bibtexkey: 'citation-key',
  author: 'authors',
  editor: 'editors',
  publicationyear: 'year',
  pubyear: 'year',
  publication: 'venue',
  conference: 'venue',
  journal: 'venue',
  journalname: 'venue',
  booktitle: 'venue',
  source: 'venue',
  sourcetitle: 'venue',
  number: 'issue',
  arxivid: 'arxiv',
  link: 'url',
  papertitle: 'title',
  articletitle: 'title',
  documenttitle: 'title',
  itemtype: 'type',
  documenttype: 'type',
  manualtags: 'tags',
  tag: 'tags',
  automatictags: 'keywords',
  keyword: 'keywords',
  authorkeywords: 'keywords',
  dateadded: 'added',
  abstract: 'abstract',
  page: 'page',
  note: 'note',
  fileattachments: 'ignored',
  // The number of a paper in another library.
  id: 'ignored',
  pdflink: 'url',
  codelink: 'code',
  repository: 'code',
  标题: 'title',
  题名: 'title',
  篇名: 'title',
  题目: 'title',
  论文: 'title',
  论文标题: 'title',
  论文题目: 'title',
  论文名称: 'title',
  文献标题: 'title',
  作者: 'authors',
  年份: 'year',
  年: 'year',
  年度: 'year',
  发表年份: 'year',
  出版年: 'year',
  日期: 'date',
  时间: 'date',
  发表时间: 'date',
  发表日期: 'date',
  出版日期: 'date',
  会议: 'venue',
  会议名称: 'venue',
  期刊: 'venue',
  期刊名称: 'venue',
  '会议/期刊': 'venue',
  '期刊/会议': 'venue',
  刊名: 'venue',
  来源: 'venue',
  文献来源: 'venue',
  出处: 'venue',
  链接: 'url',
  网址: 'url',
  论文链接: 'url',
  代码: 'code',
  代码链接: 'code',
  标签: 'tags',
  关键词: 'keywords',
  关键字: 'keywords',
  摘要: 'abstract',
  卷: 'volume',
  卷号: 'volume',
  期: 'issue',
  期号: 'issue',
  页: 'page',
  页码: 'page',
  状态: 'status',
  评分: 'rating',
  类型: 'type',
  文献类型: 'type',
  引用键: 'citation-key',
  备注: 'note',
  出版社: 'publisher',
  语言: 'language',
};

/** The column that a name in the first row of a table stands for; neither case nor spaces count. */
export function columnOf(header: string): Column {
  const name = header.trim();
  const key = name.toLowerCase().replace(/[\s_-]/g, '');
  const known = NAMES[key] ?? FIELDS.find((field) => field.replaceAll('-', '') === key) ?? key;
  if (known === 'ignored') return { kind: 'ignored' };
  const field = FIELDS.find((one) => one === known);
  if (field !== undefined) return { kind: 'field', name: field };
  const variable = ZOTERO_VARIABLES[known] ?? OWN_VARIABLES[known];
  return variable === undefined ? { kind: 'other', name } : { kind: 'variable', name: variable };
}

/** Variables of CSL that are called the same here. */
const OWN_VARIABLES: Readonly<Record<string, string>> = Object.fromEntries(
  ['abstract', 'page', 'note', 'language', 'publisher'].map((name) => [name, name]),
);

/** The columns of kd's own tables, in their order. */
export const COLUMNS = [
  'citation-key',
  'title',
  'authors',
  'venue',
  'year',
  'month',
  'doi',
  'arxiv',
  'url',
  'code',
  'tags',
  'status',
  'rating',
  'volume',
  'issue',
  'page',
  'abstract',
  'type',
  'day',
  'track',
  'container-title',
  'links',
  'added',
] as const;
