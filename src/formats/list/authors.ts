import type { CslName } from '../../domain/csl.ts';
import { parseName } from '../../domain/person-name.ts';
import { isCjk } from '../../domain/text.ts';

/** More are no list of authors that a person typed into a list. */
const LONGEST = 6_000;

/** A part of a name: `Wonpyo`, `Hyun-Jin`, `O'Brien`, `F.E.H.`, `van`, `Lu1`. */
const PART =
  /^(?:[\p{Lu}][\p{L}\p{M}.'’`´-]*\d?|(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ben|ter|zu|ul|y|e|'t|st\.?|af)|[\p{Lu}]\.)$/u;
const HAN_NAME = /^[\p{Script=Han}·]{2,5}$/u;

/** Words of titles that look like names because titles are written with capitals. */
const NO_NAME =
  /^(?:(?:distill|train|transferr|improv|match|detect|generat|optimi[sz]|understand|explain|combin|exploit|leverag|preserv|align|predict|reduc|mimick|decoupl|aggregat|compress|reus|rethink|revisit|exploit|quantify|enhanc|balanc)ing|learning|networks?|neural|deep|models?|modell?ing|distillation|knowledge|recognition|detection|segmentation|classification|training|transfer|attention|transformers?|adaptation|optimization|generation|representations?|features?|images?|video|vision|language|data|datasets?|applications?|approach(?:es)?|methods?|systems?|analysis|survey|review|challenges|directions|trends|validation|compression|quantization|pruning|search|recommendation|retrieval|regularization|supervision|reasoning|understanding|prediction|estimation|inference|computing|processing|design|robustness|efficient|efficiency|attribution|summarization|translation|clustering|graphs?|students?|teachers?|beyond|towards?|with|for|from|via|using|the)$/i;

export interface Authors {
  readonly names: readonly CslName[];
  /** What named an organisation beside them: `(Google)`. */
  readonly organisation?: string | undefined;
}

/**
 * Reads a text that is a list of authors as a whole: `Li, Yuncheng et al.`, `A and B and C`, `A, B & C`, `张三、李四`.
 * Undefined where it is none. `et al.` leaves no trace. With `isCertain` (a field of authors) names of one word and
 * organisations count too.
 */
export function readAuthors(text: string, isCertain = false): Authors | undefined {
  if (text.length > LONGEST) return undefined;
  const organisation = /[([（【]([^()[\]（）【】]{2,60})[)\]）】]\s*[.,;]?\s*$/.exec(text);
  const bare = (organisation === null ? text : text.slice(0, organisation.index))
    .replace(/^\s*(?:authors?|by|作者)\s*[:：]?\s+(?=\S)|^\s*(?:authors?|作者)\s*[:：]\s*/i, '')
    .replace(/[*†‡§∗✉#]|\[[\d,]+\]|\{\d[\d,]*\}/g, '')
    .trim();
  const others = /[\s,，、;.]*(?<![\p{L}])(?:et\.?\s*a?l\b\.?|etc\.?|and others|等人?)[\s.,;]*$/iu.exec(bare);
  const list = (others === null ? bare : bare.slice(0, others.index))
    .replace(/^[\s,.;:–—-]+|[\s,;:]+$/g, '')
    .replace(/(?<=[\p{Ll}\p{Script=Han}])\.$/u, '');
  if (list === '') return undefined;
  const names = splitNames(list);
  if (names.length === 0) return undefined;
  const isSure = isCertain || /\bal\b|等/.test(others?.[0] ?? '');
  const areNames = names.every((name) => isName(name, isSure));
  if (!areNames && !(isCertain && names.every((name) => name.length <= 60))) return undefined;
  // One name alone, or two that could be words of a title, need another sign.
  if (!isSure && names.length === 1 && !/[,，]/.test(list)) return undefined;
  return { names: names.map(asName), organisation: organisation?.[1]?.trim() };
}

/** Whether a text can be one person's name: two to five words with capitals, none of them a word of titles. */
export function isPersonName(text: string): boolean {
  return isName(text.trim(), false) && /\s/.test(text.trim());
}

/** The names as they are read: given name first, or `Family, Given`. */
function splitNames(list: string): string[] {
  const bySemicolon = list.split(/\s*[;；]\s*/);
  if (bySemicolon.length > 1) return bySemicolon.flatMap(splitNames);
  const names: string[] = [];
  for (const group of list.split(/\s*,?\s*(?:\band\b|&|＆)\s*,?\s*/)) {
    const parts = group.split(/\s*[,，、]\s*/).filter((part) => part !== '');
    names.push(...ofGroup(parts));
  }
  return names;
}

/** The names between two "and"s: whole names, or pairs of family and given name. */
function ofGroup(parts: readonly string[]): string[] {
  const areInitials = (part: string) => /^(?:[\p{Lu}]\.?[-\s]?){1,4}$/u.test(part);
  const isOneWord = (part: string) =>
    // "D.Babin" is a whole name.
    (!/\s/.test(part.trim()) && !/^(?:\p{Lu}\.)+\p{Lu}\p{Ll}/u.test(part)) ||
    /^(?:van|von|de|der|den|el|al|di|da|la|le)\s/i.test(part);
  if (parts.length > 1 && parts.every((part, index) => index % 2 === 0 || areInitials(part)) && parts.length % 2 === 0)
    return pairs(parts);
  if (parts.length === 2 && isOneWord(parts[0] ?? '') && !HAN_NAME.test(parts[0] ?? '')) return pairs(parts);
  if (
    parts.length > 2 &&
    parts.filter(isOneWord).length > parts.length * 0.6 &&
    !parts.every((part) => HAN_NAME.test(part))
  )
    return pairs(parts);
  return [...parts];
}

function pairs(parts: readonly string[]): string[] {
  const names: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [family = '', given] = [parts[at], parts[at + 1]];
    names.push(given === undefined ? family : `${family}, ${given}`);
  }
  return names;
}

function isName(name: string, isSure: boolean): boolean {
  const words = name.replace(',', ' ').trim().split(/\s+/);
  if (words.every((word) => HAN_NAME.test(word))) return words.length <= 2;
  if (words.length > 6 || words.length === 0 || !/^\p{L}/u.test(name)) return false;
  if (!words.every((word) => PART.test(word)))
    return isSure && words.length <= 4 && /\p{Lu}/u.test(name) && words.every((word) => /^[\p{L}.'’-]+$/u.test(word));
  const isAbbreviation = words.length === 1 && /^\p{Lu}{3,}$/u.test(name);
  return (
    words.some((word) => /^\p{Lu}/u.test(word)) &&
    !words.some(
      (word) => NO_NAME.test(word) || /-(?:the|to|of|and|in|by|on|free|based|wise|aware|level)(?:-|$)/i.test(word),
    ) &&
    (isSure || !isAbbreviation)
  );
}

function asName(name: string): CslName {
  const [family = '', given] = name.replace(/(?<=\p{L})\d(?=$|,)/gu, '').split(/\s*,\s*/);
  if (given === undefined) {
    // "Hinton G", as GB/T 7714 and Vancouver have it.
    const inverted = /^(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?) ((?:\p{Lu}\.?[- ]?){1,4})$/u.exec(tidy(family));
    const [, name, initials = ''] = inverted ?? [];
    return name === undefined || /^[IVX]{2,}$/.test(initials)
      ? parseName(tidy(family))
      : { family: name, given: initials };
  }
  return [...family].some(isCjk)
    ? { literal: tidy(family) + tidy(given) }
    : { family: tidy(family), given: tidy(given) };
}

function tidy(name: string): string {
  // A full stop behind a whole word is no initial's.
  return name.trim().replace(/(?<=\p{Ll}{2})\.$/u, '');
}
