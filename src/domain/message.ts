/**
 * A text for people, kept apart from the language it is printed in: an English template and the values for its places.
 */
export interface Message {
  /** In English, with `{0}`, `{1}` … where the values go; translations are kept under it. */
  readonly template: string;
  readonly values: readonly MessageValue[];
}

export type MessageValue = string | number | Message;

/** Templates in another language by the English ones. */
export type Translations = Readonly<Record<string, string>>;

/** Makes a message of a template literal. Values that are texts themselves, such as titles, are never translated. */
export function msg(strings: TemplateStringsArray, ...values: MessageValue[]): Message {
  const template = strings.reduce((all, part, index) => `${all}{${index - 1}}${part}`);
  return { template, values };
}

/** A message that is the same in every language, such as a command. */
export function verbatim(text: string): Message {
  return { template: '{0}', values: [text] };
}

/** The messages one after the other, with the same text between each two. */
export function joined(messages: readonly Message[], between: string): Message {
  const template = messages.map((_, index) => `{${index}}`).join(between);
  return { template, values: messages };
}

/** The message for a number of things: the first where it is one. Both are needed, as most languages differ. */
export function plural(number: number, one: Message, many: Message): Message {
  return number === 1 ? one : many;
}

/** The text of a message: in English, or in the language of the translations as far as they go. */
export function textOfMessage({ template, values }: Message, translations: Translations = {}): string {
  return (translations[template] ?? template).replace(/\{(\d+)\}/g, (place, index: string) => {
    const value = values[Number(index)];
    if (value === undefined) return place;
    return typeof value === 'object' ? textOfMessage(value, translations) : String(value);
  });
}
