import type { VenueTable } from '../../domain/venue.ts';
import { mergeTags, peelTag, readTag, type Tag } from './tag.ts';

/** What the headings above an entry say of it. */
export interface Section {
  /** `papers`: or unknown; `other`: videos, tools, data sets, where only what is surely a paper is one; `none`: no papers. */
  readonly holds: 'papers' | 'other' | 'none';
  /** Whether the heading says so itself. */
  readonly isSure?: boolean | undefined;
  /** A table of contents. */
  readonly isContents?: boolean | undefined;
  /** The venue and year of a heading such as `CVPR 2021` or `2019`. */
  readonly tag?: Tag | undefined;
  /** A heading that is a day or a month: when something was read. */
  readonly date?: Tag | undefined;
}

const CONTENTS = /^(?:table of )?contents?$|^toc$|^目录$/i;
const NONE =
  /^(?:(?:latest|recent|project|paper) )?(?:news|updates?|update log|change ?log|changelog|what's new|history)(?: log| and updates?)?$|^(?:how to )?(?:contribut(?:e|ing|ion|ions|ors?))\b|^(?:licen[cs]es?|citations?|citing(?: \w+){0,3}|cite(?: \w+){0,3}|bibtex|contacts?(?: us)?|acknowledge?ments?|star history|to-?do(?: list)?|maintainers?|about|introduction|overview|faq|getting started|installation|requirements?|usage|disclaimer|sponsors?|join us|supporters|stargazers)$|^(?:更新日志|更新|引用|联系|联系方式|贡献|贡献者|致谢|许可|说明|简介|介绍|关于|声明|使用方法)$/i;
const OTHER =
  /\b(?:videos?|talks?|slides?|tutorials?|courses?|lectures?|blogs?(?: posts?)?|articles?|posts|books?|tools?|tool ?kits?|toolbox(?:es)?|librar(?:y|ies)|software|frameworks?|projects?|repos?|repositories|resources?|websites?|links|datasets?|benchmarks?|leaderboards?|implementations?|code|codes|codebases?|competitions?|challenges?|workshops?|researchers?|people|labs?|groups?|communit(?:y|ies)|related (?:lists?|repos?|works?)|other lists?|awesome lists?|hardware|products?|models? zoo|apps?)\b|教程|视频|工具|博客|课程|数据集|资源|讲座|书籍|框架/i;

/** Words beside the venue and year in the heading of a list of its papers. */
const LIST_WORDS =
  /\b(?:papers?|accepted|accept|list|lists|main|conference|long|short|full|with|code|codes|open|source|and|the|of|on|at|in|reading|collection|proceedings|oral|poster|spotlight|knowledge distillation|kd)\b|论文|开源|项目|代码|合集|整理|汇总|列表|清单|和|收录|接收|速览|推荐系统|相关|篇|\d+/gi;

/** What a heading says. */
export function readSection(heading: string, venues: VenueTable): Section {
  const words = heading
    .replace(/\[([^\]]*)\](?:\([^)]*\))?/g, '$1')
    .replace(/<[^>]{0,300}>|[*_`#]|:[a-z0-9_+-]{2,40}:|\p{Extended_Pictographic}(?<![\d#*])/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = words.replace(/^\d+(?:\.\d+)*[.、)]?\s+(?!\d)/, '').replace(/[:：]$/, '');
  const whole = readTag(bare, venues, 'known') ?? listTag(bare, venues);
  const isDay = /^(?:19|20)\d{2}[-./年]?\d{1,2}(?:[-./月]?\d{1,2}日?)?月?$/.test(bare);
  if (whole !== undefined) return isDay ? { holds: 'papers', date: whole } : { holds: 'papers', tag: whole };
  // What is below a table of contents without a heading of its own level is the text itself.
  if (CONTENTS.test(bare)) return { holds: 'none', isContents: true };
  if (NONE.test(bare) && !/\bpapers?\b|论文/i.test(bare)) return { holds: 'none' };
  if (OTHER.test(bare) && !/\bpapers?\b|论文|distillation|compression|quantization|pruning/i.test(bare))
    return { holds: 'other' };
  return { holds: 'papers', isSure: /\bpapers?\b|论文/i.test(bare) };
}

/** `CVPR 2024 论文和开源项目合集`, `NeurIPS-2019 accepted papers (12)`. */
function listTag(words: string, venues: VenueTable): Tag | undefined {
  if (words.length > 80) return undefined;
  const head = /^([A-Za-z][A-Za-z &/-]{1,30}?)[-' ]?((?:19|20)\d{2})(?!\d)(.*)$/.exec(words);
  if (head !== null && (head[3] ?? '').replace(LIST_WORDS, '').replace(/[^\p{L}]/gu, '') === '') {
    return readTag(`${head[1]} ${head[2]}`, venues, 'known');
  }
  const year = /^((?:19|20)\d{2})(?!\d)(.*)$/.exec(words);
  if (year !== null && (year[2] ?? '').replace(LIST_WORDS, '').replace(/[^\p{L}]/gu, '') === '')
    return readTag(year[1] ?? '', venues, 'known');
  const peeled = peelTag(words, venues, { trust: 'known', bareYear: false });
  return peeled !== undefined && peeled.rest.replace(LIST_WORDS, '').replace(/[^\p{L}]/gu, '') === ''
    ? mergeTags([peeled.tag])
    : undefined;
}
