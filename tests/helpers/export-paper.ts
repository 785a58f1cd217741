import type { Paper } from '../../src/domain/paper.ts';
import type { ExportPaper, ExportReading, ExportTag } from '../../src/formats/foreign.ts';

type Given = Partial<Omit<ExportPaper, 'paper'>> & { readonly paper?: Partial<Paper> };

/** A paper to be written, of which only what matters to a test is given. */
export function exportPaper({ paper = {}, ...given }: Given = {}): ExportPaper {
  const title = paper.title ?? 'A Title';
  const key = given.key ?? paper.citationKey ?? 'key-2024';
  return {
    paper: {
      id: 1,
      citationKey: key,
      status: 'to-read',
      setByUser: [],
      addedAt: '2024-05-17T12:00:00.000Z',
      authors: [],
      links: [],
      ...paper,
      title,
    },
    key,
    item: { id: key, type: 'paper-conference', title },
    tags: [],
    aliases: [],
    readings: [],
    notes: [],
    ...given,
  };
}

export function exportTag(name: string, kind: ExportTag['kind'] = 'idea', labelEn: string | null = null): ExportTag {
  return { name, kind, labelEn, labelZh: null };
}

export function exportReading(week: string, given: Partial<ExportReading> = {}): ExportReading {
  return { week, theme: null, summary: null, keyIdeas: [], remarks: [], ...given };
}

/** A paper with a value for every column. */
export const PROJECTOR = exportPaper({
  paper: {
    id: 7,
    title: 'Understanding the Role of the Projector in Knowledge Distillation',
    venue: 'AAAI',
    year: 2024,
    authors: ['Roy Miles', 'Krystian Mikolajczyk'],
    doi: '10.1609/aaai.v38i5.28219',
    arxiv: '2303.11098',
    url: 'https://ojs.example.org/article/28219',
    status: 'read',
    rating: 4,
    links: [{ role: 'code', url: 'https://github.com/roymiles/Simple-Recipe-Distillation' }],
  },
  key: 'understanding-role-projector-2024',
  aliases: ['SRD'],
  tags: [
    exportTag('projector', 'idea', 'Projector'),
    exportTag('whitening', 'idea', 'Whitening'),
    exportTag('classification', 'task'),
    exportTag('imagenet', 'dataset', 'ImageNet'),
    exportTag('cifar-100', 'dataset', 'CIFAR-100'),
  ],
  readings: [
    exportReading('2024-05-17', {
      position: 1,
      theme: '投影层与白化',
      summary: '投影层隐式地记录了特征间的关系。',
      keyIdeas: ['用**BN**对特征白化', 'log-sum 距离'],
    }),
  ],
  mentions: ['crosskd-2024'],
});

export const CROSSKD = exportPaper({
  paper: { id: 9, title: 'CrossKD: Cross-Head Distillation for Detection', venue: 'CVPR', year: 2024 },
  key: 'crosskd-2024',
  tags: [exportTag('whitening', 'idea', 'Whitening')],
  readings: [
    exportReading('2024-05-17', { position: 0 }),
    exportReading('2024-05-24', { position: 0, remarks: ['重读\n两行'] }),
  ],
});
