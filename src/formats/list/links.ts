import type { LinkRole } from '../../domain/paper.ts';

/** A link of an entry, as its words and its address say what it is. */
export interface EntryLink {
  readonly role: LinkRole;
  readonly url: string;
  readonly text: string;
}

/** Words that name what a link leads to, and no paper by its title. */
const ROLE_WORDS: readonly (readonly [LinkRole, RegExp])[] = [
  [
    'code',
    /^(?:code|codes|codebase|github|gitlab|gitee|git|repo|repository|implementation|implementations|pytorch|torch|tensorflow|tf|tf2|keras|mxnet|caffe|caffe2|paddle|paddlepaddle|mindspore|jax|theano|matlab|chainer|mmdet|mmcls|mmdetection|detectron2?|octocat|star|stars|source|model|models|weights|checkpoint|checkpoints|colab|notebook|unofficial|official|reimplementation|代码|源码|开源|代码链接|源代码|主代码)$/,
  ],
  ['dataset', /^(?:data|dataset|datasets|benchmark|benchmarks|huggingface|hf|数据|数据集)$/],
  ['video', /^(?:video|videos|talk|talks|youtube|bilibili|presentation|recording|demo|视频|演示)$/],
  [
    'project',
    /^(?:project|projects|page|webpage|website|web|site|homepage|home|blog|blogs|post|article|slides|slide|sildes|ppt|poster|supp|supplement|supplementary|supplemental|appendix|bib|bibtex|book|cite|citation|note|notes|review|reviews|summary|解读|笔记|博客|主页|项目|项目主页|幻灯片|知乎|讲解|explanation|material|materials|docs|documentation|twitter|news|leaderboard|medium)$/,
  ],
  [
    'paper',
    /^(?:paper|papers|pdf|pdfs|arxiv|abs|abstract|link|links|url|html|doi|openreview|cvf|ieee|xplore|ieeexplore|springer|acm|dl|sciencedirect|elsevier|ecva|thecvf|aclanthology|anthology|acl|neurips|nips|icml|iclr|cvpr|pmlr|full|text|preprint|published|publication|version|conference|journal|biorxiv|hal|ssrn|here|download|offical|here|原文|论文|论文链接|链接|地址|下载|文章)$/,
  ],
];

/** Words that go with any of those. */
const SMALL_WORD =
  /^(?:the|a|in|on|at|of|and|for|with|my|our|by|code\d|v\d|\d{1,2}|read|view|see|main|available|new|1st|2nd|official|unofficial|original|full|及|与|和)$/;

const HOSTS: readonly (readonly [LinkRole, RegExp])[] = [
  ['dataset', /^https?:\/\/(?:www\.)?(?:huggingface\.co\/datasets|kaggle\.com)/i],
  [
    'video',
    /^https?:\/\/(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|slideslive\.com|videolectures\.net)\//i,
  ],
  [
    'paper',
    /\.pdf(?:[?#]|$)|^https?:\/\/(?:[\w-]+\.)*(?:arxiv\.org|openreview\.net|thecvf\.com|ecva\.net|neurips\.cc|nips\.cc|mlr\.press|mlsys\.org|aclanthology\.org|aclweb\.org|aclanthology\.info|doi\.org|ieeexplore\.ieee\.org|ieee\.org|computer\.org|acm\.org|springer\.com|sciencedirect\.com|elsevier\.com|aaai\.org|ijcai\.org|jmlr\.org|nature\.com|science\.org|sciencemag\.org|mdpi\.com|wiley\.com|biorxiv\.org|medrxiv\.org|isca-speech\.org|semanticscholar\.org|researchgate\.net|hal\.science|archives-ouvertes\.fr|ssrn\.com|bmva\.org|jst\.go\.jp|cnki\.net|usenix\.org|vldb\.org|iop\.org|tandfonline\.com|pnas\.org|cell\.com|plos\.org|frontiersin\.org|eprint\.iacr\.org|papers\.cool|paperswithcode\.com\/paper|alphaxiv\.org|mitpress\.mit\.edu|direct\.mit\.edu|dblp\.org|oup\.com|sagepub\.com|worldscientific\.com|hindawi\.com|citeseerx\.ist\.psu\.edu|citeseer\.ist\.psu\.edu|interspeech\d*\.org|siam\.org|techrxiv\.org|preprints\.org|osf\.io|hanspub\.org)(?=[/:?#]|$)|^https?:\/\/huggingface\.co\/papers\//i,
  ],
  [
    'code',
    /^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org|gist\.github\.com|colab\.research\.google\.com)\/|^https?:\/\/gitlab\./i,
  ],
  [
    'project',
    /^https?:\/\/(?:[\w-]+\.)*(?:github\.io|sites\.google\.com|huggingface\.co|medium\.com|zhihu\.com|csdn\.net|weixin\.qq\.com|cnblogs\.com|jianshu\.com|wikipedia\.org|twitter\.com|x\.com)(?=[/:?#]|$)/i,
  ],
];

/** What the address by itself says that the link leads to. */
export function roleOfAddress(url: string): LinkRole | undefined {
  return HOSTS.find(([, host]) => host.test(url))?.[0];
}

/** The words of a link without brackets, signs and pictures. */
export function bareLabel(label: string): string {
  return label
    .replace(/:([a-z0-9_+-]{2,40}):/g, ' $1 ')
    .replace(/[^\p{L}\p{N}\s&'’.-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The role that a link's words name, where all of them do; undefined where they may be a title or a name. */
export function roleOfLabel(label: string): LinkRole | undefined {
  const words = bareLabel(label)
    .toLowerCase()
    .split(/[\s&.'’-]+/)
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > 5) return undefined;
  let role: LinkRole | undefined;
  for (const word of words) {
    const found = ROLE_WORDS.find(([, pattern]) => pattern.test(word))?.[0];
    if (found === undefined && !SMALL_WORD.test(word)) return undefined;
    // "NIPS paper", "code & data": the first that is not only a paper says what it is.
    if (role === undefined || (role === 'paper' && found !== undefined)) role = found ?? role;
  }
  return role;
}

/** What a link leads to: as its words say, unless its address is one of another kind beyond doubt. */
export function roleOf(label: string, url: string): LinkRole {
  const byAddress = roleOfAddress(url);
  const byLabel = roleOfLabel(label);
  // "[Link](https://github.com/…)" is code, and "[code](https://arxiv.org/…)" is a paper.
  if (byLabel === undefined || byLabel === 'paper') return byAddress ?? byLabel ?? 'project';
  if (byLabel === 'code' && byAddress === 'paper') return 'paper';
  return byLabel;
}
