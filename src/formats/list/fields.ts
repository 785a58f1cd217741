/** What a line such as `Authors: …` or `论文：…` states of the paper it belongs to. */
export type FieldName =
  | 'title'
  | 'authors'
  | 'venue'
  | 'year'
  | 'paper'
  | 'code'
  | 'project'
  | 'dataset'
  | 'video'
  | 'other';

const FIELDS: readonly (readonly [FieldName, RegExp])[] = [
  ['title', /^(?:title|paper title|题目|标题|论文题目|论文标题|论文名称|名称)$/],
  ['authors', /^(?:authors?|author\(s\)|作者|作者信息)$/],
  [
    'venue',
    /^(?:venue|conference|conf|journal|publication|published(?: in| at)?|pub|source|会议|期刊|出处|来源|发表|发表于|会议期刊)$/,
  ],
  ['year', /^(?:year|date|published date|publish date|time|年份|时间|日期|发表时间)$/],
  [
    'paper',
    /^(?:(?:original )?papers?(?: link| url| address)?|pdf|arxiv|links?|url|doi|openreview|homepage of paper|论文|论文链接|论文地址|论文(?:下载|主页)?(?:链接|地址)|链接|地址|原文|原文链接|论文\(paper\)|paper\(论文\))$/,
  ],
  [
    'code',
    /^(?:(?:official |source )?codes?(?: link| url| reimplementation)?|github(?: link| repo)?|repo|repository|implementations?|pytorch|tensorflow|代码|代码链接|代码地址|源码|源码链接|开源代码|github链接)(?:[(（].*[)）])?$/,
  ],
  [
    'project',
    /^(?:project|project ?page|homepage|home ?page|website|web ?page|page|blog|slides?|主页|项目|项目主页|项目链接|主页\(homepage\))$/,
  ],
  ['dataset', /^(?:datasets?|data|benchmarks?|数据集|数据|数据集下载链接|数据集链接)$/],
  ['video', /^(?:videos?|demo|talk|youtube|视频|演示)$/],
  [
    'other',
    /^(?:comments?|intro|introduction|abstract|summary|tl;?dr|notes?|keywords?|tags?|description|contributions?|highlights?|key(?: ideas?| points?)?|idea|motivation|method|task|institutes?|institutions?|affiliations?|organi[sz]ations?|citations?|bibtex|评论|摘要|简介|总结|笔记|关键词|标签|单位|机构|解读|中文解读|介绍|创新点|备注|说明|动机|方法|任务|注)$/,
  ],
];

/** The field that a line opens with, and where its value starts; undefined where it opens with none. */
export function readField(text: string): { name: FieldName; valueStart: number } | undefined {
  const label = /^[\s*_【[]{0,10}([^:：\n]{1,40}?)[\s*_\]】]{0,10}[:：]/u.exec(text);
  const words = (label?.[1] ?? '')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}]+/u, '');
  if (label === null || words === '') return undefined;
  const name = FIELDS.find(([, pattern]) => pattern.test(words))?.[0];
  return name === undefined ? undefined : { name, valueStart: label[0].length };
}
