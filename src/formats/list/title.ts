/** What a title looks like, and what does not. */

const SMALL =
  /^(?:a|an|the|of|for|in|on|at|to|with|and|or|via|by|from|as|is|are|be|not|using|towards?|through|under|over|into|between|beyond|without|within|per|vs\.?|versus|it|its|can|do|does|how|what|when|why|where|you|your|all|more|than|that|this|but|if|we|our|their|them|about|up|out)$/i;

/** How many words of Latin letters a text has; each two Han characters count as one. */
export function wordCount(text: string): number {
  const words =
    text
      .match(/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}][\p{L}\p{N}'’.+-]*/gu)
      ?.filter((word) => !/\p{Script=Han}/u.test(word)) ?? [];
  const han = text.match(/\p{Script=Han}/gu) ?? [];
  return words.length + Math.floor(han.length / 2);
}

/** Whether the words can be a title: enough of them, and no sentence to the reader. */
export function canBeTitle(text: string): boolean {
  const words = text.trim();
  if (words.length < 3 || words.length > 400 || !/\p{L}{2}/u.test(words)) return false;
  if (/https?:\/\/|^#/.test(words)) return false;
  return (
    !/^(?:(?:we|our|you|your|feel free|please|welcome|thanks?|click|contact|contributed by|back to top|table of contents|this (?:repo|repository|list|project|page|section))\b[^:]*$|(?:notes?|to-?do|source|updates?|new)\s*[:：!])/i.test(
      words,
    ) && !/^(?:欢迎|感谢|更新|注[:：]|说明|目录|返回|如果|请|本仓库|本项目|以下|点击)/.test(words)
  );
}

/** Whether most of the longer words begin with a capital, as in the titles of conference papers. */
export function isTitleCase(text: string): boolean {
  if (/\p{Script=Han}/u.test(text)) return !/[。！，]/.test(text) && text.length <= 60;
  const words = (text.match(/[\p{L}][\p{L}\p{N}'’-]*/gu) ?? []).filter((word) => !SMALL.test(word));
  if (words.length === 0 || /[a-z]{2}\.\s+[A-Z]/.test(text) || /[.;]$/.test(text.trim())) return false;
  return words.filter((word) => /^\p{Lu}|\p{Lu}|\d/u.test(word)).length >= words.length * 0.7;
}

/** Whether plain words are a sentence on something, and no title: two sentences, or one that speaks to the reader. */
export function isProse(text: string): boolean {
  return (
    /\p{Ll}{2}[.;]\s+\p{Lu}?\p{Ll}+\s+\p{Ll}/u.test(text) ||
    /\b(?:we|i'm|i am|you can|please|this repo(?:sitory)?)\b/i.test(text)
  );
}

/** Whether the words are cut off, as where a link follows that they lead to: `the official implementation of`. */
export function isCutOff(text: string): boolean {
  return /^(?:we|our|this|these|it|they)\s(?:use|are|is|have|repo|will|can|provide|implement)\b|\b(?:is|are|the|see|of|and|from|to|by|with|for|an?|as|our|following)$/i.test(
    text.trim(),
  );
}

/** Whether a title is that of a program, a course or the like. */
export function namesSoftware(text: string): boolean {
  return /\b(?:implementations?|library|libraries|toolkit|toolbox|package|repository|repo|tutorials?|boilerplate|playground|course|cheat ?sheet|awesome|curated|pytorch code|code for|notebook|plugin|workshop on|demo)\b|教程|工具|开源库/i.test(
    text,
  );
}

/** The title as kd keeps it: no marks, numbers or full stop around it, no footnote sign, one space between words. */
export function tidyTitle(text: string): string {
  let title = text.slice(0, 1_000).replace(/\s+/g, ' ').trim();
  for (let before = ''; before !== title; ) {
    before = title;
    title = title
      .replace(/^(?:\*\*|__|[*_~"“”«»`'‘]|[\s,.;:|–—·•<>-])+(?=\S)/, (mark) =>
        /['‘]/.test(mark) && !/['’]$/.test(title) ? mark : '',
      )
      .replace(/(?:\*\*|__|[*_~"“”«»`∗†‡]|[\s,;:|–—·•<>-])+$/u, '')
      .replace(/(?<!\b(?:et al|etc|Jr|vol|Inc|[A-Z]))\.$/, '')
      .replace(
        /^(?:\p{Extended_Pictographic}(?<![\d#*])\u20E3?)+\s*|\s*(?:\p{Extended_Pictographic}(?<![\d#*]))+$/gu,
        '',
      )
      .trim();
  }
  return title.replace(/^《(.+)》$/u, '$1').replace(/(?<!\s)\s*：\s*(?=[\p{Script=Latin}\p{N}$])/gu, ': ');
}
