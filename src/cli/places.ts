import { type Message, msg, verbatim } from '../domain/message.ts';
import type { EvidencePlace } from '../domain/tag.ts';

/** The names of the places where a tag's evidence stands; in English they are the codes. */
const PLACES: Readonly<Record<EvidencePlace, Message>> = {
  title: msg`title`,
  summary: msg`summary`,
  'key idea': msg`key idea`,
  'bold phrase': msg`bold phrase`,
  origin: msg`origin`,
  dataset: msg`dataset`,
};

/** The name of a place, by its code. */
export function placeName(code: string): Message {
  return PLACES[code as EvidencePlace] ?? verbatim(code);
}
