// Makes papers up: seeded, in both languages, of the lengths that notes have.

/** A small generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  `adaptive aligned attention balanced boundary causal class compact contrastive correlation cross curriculum data
decoupled deep dense detector distillation diverse domain dynamic efficient encoder ensemble explicit feature few frozen
generative gradient gradual graph guided head hidden hierarchical hybrid image implicit instance invariant knowledge
label latent learning lightweight local logit long margin masked mixture modular multi network noise noisy norm object
objective online open patchwise parameter prior progressive projection prompt proxy pruned quantised query rank region
relational representation residual retrieval revisiting robust sampled scalable segmentation selective semantic sequence
shared similarity smooth sparse spatial spectral stable stochastic strong structured student supervision target teacher
temporal tiny token towards training transferable transformer uncertain understanding unified universal vision weighted`.split(
    /\s+/,
  );
const CHINESE_TITLES = ['面向', '基于', '再论', '一种', '融合', '无需数据的', '轻量化的', '自适应的', '解耦的'];
const CLAUSES =
  '先对特征做处理再计算损失，学生只模仿其中可靠的部分，训练时不增加额外的参数，在小模型上提升更明显，作者给出了简单的推导，教师和学生的结构差得越远越有用，把样本分成难易两类分别对待，只在最后几层上起作用，消融实验里去掉它掉了一个点，超参数不太敏感，可以和已有的方法叠加，代码已经开源，理论部分写得比较绕，推理时没有任何开销，数据增强强一些结果更好，训练时间是原来的两倍，从互信息的角度解释了为什么有效，大批量下不太稳定，作者自己也承认在检测上收益有限，和去年那篇的思路很接近'.split(
    '，',
  );
const FAMILY = 'Chen Wang Li Zhang Liu Yang Huang Zhao Wu Zhou Hinton Romero Tian Park Kim Heo Müller García'.split(
  ' ',
);
const GIVEN = 'Wei Jun Yifan Geoffrey Adriana Yonglong Wonpyo Sangdoo Byeongho Anna Lucía Xin Hao Ming Rui'.split(' ');
const VENUES = ['CVPR', 'ICCV', 'AAAI', 'NeurIPS', 'ICLR', 'ICML', 'TPAMI', 'ECCV', 'arXiv'];
const STATUSES = ['read', 'read', 'read', 'read', 'read', 'read', 'read', 'to-read', 'reading', 'dropped'];
const PER_WEEK = 12;
const FIRST_WEEK = Date.UTC(1990, 0, 5);

/** The date of the week in which a paper was read, twelve of them a week. */
export function weekOf(number) {
  return new Date(FIRST_WEEK + Math.floor(number / PER_WEEK) * 7 * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Papers, the same for the same seed. `ideas` are the vocabulary's, from the commonest to the rarest: a paper has one to
 * four of them, each as often as its place in the list says (Zipf). One paper in five has a note of its own.
 */
export function* papers(count, ideas, seed = 7) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const some = (least, most, make) => Array.from({ length: least + Math.floor(next() * (most - least + 1)) }, make);
  const weights = ideas.map((_, rank) => 1 / (rank + 1));
  const sums = [];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  const idea = () => {
    const at = next() * (sums.at(-1) ?? 0);
    return ideas[sums.findIndex((sum) => at < sum)] ?? ideas[0];
  };
  const sentence = () => `${some(2, 4, () => pick(CLAUSES)).join('，')}。`;
  for (let number = 0; number < count; number += 1) {
    const own = [...new Set(some(1, 4, idea))];
    const words = some(5, 11, () => pick(WORDS));
    const english = `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join(' ')} ${number}`;
    const title = next() < 0.15 ? `${pick(CHINESE_TITLES)}${own[0].zh}：${pick(CLAUSES)} ${number}` : english;
    const summary = `这项工作围绕${own.map(({ zh }) => zh).join('和')}展开。${some(1, 4, sentence).join('')}`;
    yield {
      number,
      title,
      year: 2012 + Math.floor(next() * 13),
      venue: pick(VENUES),
      status: pick(STATUSES),
      authors: some(2, 6, () => `${pick(GIVEN)} ${pick(FAMILY)}`),
      ideas: own,
      summary,
      keyIdeas: some(1, 3, () => pick(CLAUSES)),
      theme: number % 4 === 0 ? pick(CLAUSES) : undefined,
      week: weekOf(number),
      note: number % 5 === 0 ? some(6, 14, () => some(3, 6, sentence).join('')).join('\n\n') : undefined,
    };
  }
}
