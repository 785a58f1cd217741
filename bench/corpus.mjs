// Writes a seeded, bilingual corpus of weekly notes and notes on papers into a folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  `adaptive aligned balanced causal compact contrastive curriculum decoupled diverse dynamic efficient frozen
generative gradual guided hidden hybrid implicit invariant latent local masked modular noisy online patchwise pruned
quantised relational robust sampled scalable selective shared smooth sparse spectral stable stochastic structured
temporal tiny transferable uncertain unified universal weighted detector encoder ensemble feature gradient head label
logit margin mixture network noise objective parameter prior prompt proxy retrieval sampler segmentation sequence
student supervision target teacher token transformer vision`.split(/\s+/);
const IDEAS = [
  '白化',
  '投影层',
  '软标签',
  '温度系数',
  '多教师蒸馏',
  '自蒸馏',
  '注意力图对齐',
  'LogSum 函数',
  '选择性转移',
  '增量学习',
];
const CLAUSES = [
  '先对特征做处理再计算损失',
  '学生只模仿其中可靠的部分',
  '训练时不增加额外的参数',
  '在小模型上提升更明显',
  '作者给出了简单的推导',
];
const VENUES = ['CVPR', 'ICCV', 'AAAI', 'NeurIPS', 'ICLR', 'ICML', 'TPAMI', 'arXiv'];
const SETS = ['CIFAR', 'ImageNet', 'COCO', 'Cityscapes', 'GLUE', 'VOC'];
const PER_WEEK = 10;

/** Writes `papers` papers, ten a week, one in five with a note of its own; returns the folder. */
export function writeCorpus(folder, papers, seed = 7) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  mkdirSync(join(folder, 'weekly'), { recursive: true });
  mkdirSync(join(folder, 'notes'), { recursive: true });
  const start = Date.UTC(1990, 0, 5);
  for (let week = 0; week * PER_WEEK < papers; week += 1) {
    const date = new Date(start + week * 7 * 86_400_000).toISOString().slice(0, 10);
    const blocks = [`# ${date.replaceAll('-', '')}`, '---', '## 论文阅读'];
    for (let at = 0; at < PER_WEEK && week * PER_WEEK + at < papers; at += 1) {
      const number = week * PER_WEEK + at;
      const title = `${[pick(WORDS), pick(WORDS), pick(WORDS), pick(WORDS)].join(' ')} number ${number}`;
      const venue = pick(VENUES);
      const year = 2012 + Math.floor(next() * 13);
      const idea = pick(IDEAS);
      const summary = `这项工作围绕${idea}展开，${pick(CLAUSES)}，${pick(CLAUSES)}。${next() < 0.3 ? `另外用到了**${pick(IDEAS)}**。` : ''}`;
      if (at % 4 === 0) blocks.push(`> ${pick(CLAUSES)}\n### ${title} ${year}${venue}\n${summary}\n- ${pick(CLAUSES)}`);
      else blocks.push(`### ${title} ${year}${venue}\n${summary}`);
      if (number % 5 === 0) {
        const head = `**${venue} ${year}\tno code\t${pick(SETS)}  ${pick(SETS)}\t${date.replaceAll('-', '')}**`;
        const body = Array.from({ length: 12 }, () => `${pick(CLAUSES)}，${pick(CLAUSES)}。`).join('\n\n');
        writeFileSync(
          join(folder, 'notes', `${number}.md`),
          `# ${title}\n\n${head}\n\n${summary}\n\n## Introduction\n\n${body}\n`,
        );
      }
    }
    writeFileSync(join(folder, 'weekly', `${date.replaceAll('-', '')}.md`), `${blocks.join('\n\n')}\n`);
  }
  return folder;
}
