import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatasetTable } from '../../src/domain/dataset.ts';
import { CONCEPTS } from '../helpers/library.ts';

const SHIPPED = CONCEPTS.filter(({ kind }) => kind === 'dataset');
const TABLE = new DatasetTable(
  SHIPPED.map(({ id, prefLabel, altLabel }, tagId) => ({
    tagId,
    names: [id, prefLabel.en ?? id, ...altLabel.map(({ label }) => label)],
  })),
);
const idOf = (text: string) => SHIPPED[TABLE.find(text)?.tagId ?? -1]?.id;

describe('DatasetTable', () => {
  it.each([
    ['CIFAR', 'cifar'],
    ['cifar-100', 'cifar'],
    ['CIFAR10/100', 'cifar'],
    ['CIFAR10/100-C', 'cifar-c'],
    ['CIFAR-FS', 'cifar-fs'],
    ['ImageNet', 'imagenet'],
    ['ImageNet-1K', 'imagenet'],
    ['ImageNet100', 'imagenet'],
    ['Tiny ImageNet', 'tiny-imagenet'],
    ['VOC07/12', 'pascal-voc'],
    ['VOC2012', 'pascal-voc'],
    ['COCO2017', 'coco'],
    ['MS COCO', 'coco'],
    ['StanfordCar', 'stanford-cars'],
    ['iNat19', 'inaturalist'],
    ['SQuAD2', 'squad'],
  ])('finds %j as %s', (text, id) => {
    expect(idOf(text)).toBe(id);
  });

  it.each(['', '10', 'CIFARNet', 'Some New Set', '白化'])('does not know %j', (text) => {
    expect(TABLE.find(text)).toBeUndefined();
  });

  it('finds every shipped name as its own data set, in any case', () => {
    for (const { id, prefLabel, altLabel } of SHIPPED) {
      for (const name of [prefLabel.en ?? id, ...altLabel.map(({ label }) => label)]) {
        expect([name, idOf(name)]).toEqual([name, id]);
        expect(idOf(name.toUpperCase())).toBe(id);
      }
    }
  });

  it.each([
    ['CIFAR  ImageNet  StanfordCar  iNat19', ['CIFAR', 'ImageNet', 'StanfordCar', 'iNat19']],
    ['CIFAR ImageNet', ['CIFAR', 'ImageNet']],
    ['CIFAR, ImageNet', ['CIFAR', 'ImageNet']],
    ['CIFAR，ImageNet；COCO、GLUE', ['CIFAR', 'ImageNet', 'COCO', 'GLUE']],
    ['Stanford Cars', ['Stanford Cars']],
    ['CIFAR Stanford Cars VOC07/12', ['CIFAR', 'Stanford Cars', 'VOC07/12']],
    ['Oxford 102 Flowers  CIFAR10/100', ['Oxford 102 Flowers', 'CIFAR10/100']],
    ['Some New Set', ['Some New Set']],
    ['CIFAR Some Set ImageNet', ['CIFAR', 'Some Set', 'ImageNet']],
    ['CIFAR  Some Set', ['CIFAR', 'Some Set']],
    ['', []],
    ['   ', []],
  ])('splits the cell %j', (cell, names) => {
    expect(TABLE.split(cell)).toEqual(names);
  });

  it('gives back the names of which a cell was made, between two spaces or a comma', () => {
    const name = fc.constantFrom(...SHIPPED.map(({ id, prefLabel }) => prefLabel.en ?? id));
    const separator = fc.constantFrom('  ', '   ', ', ', '，', '; ');
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), separator, (names, between) => {
        expect(TABLE.split(names.join(between))).toEqual(names);
      }),
    );
  });

  it('loses no word of a cell', () => {
    const word = fc.constantFrom('CIFAR', 'ImageNet', 'Stanford', 'Cars', 'New', 'Set', 'VOC07/12', '数据', '100');
    const separator = fc.constantFrom(' ', '  ', ', ');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, separator)), (pieces) => {
        const cell = pieces.map((piece) => piece.join('')).join('');
        const wordsOf = (text: string) => text.split(/[\s,]+/).filter((found) => found !== '');
        expect(TABLE.split(cell).flatMap(wordsOf)).toEqual(wordsOf(cell));
      }),
    );
  });
});
