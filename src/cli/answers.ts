import { ASSIGNABLE } from '../core/assignment.ts';
import { HAVINGS, STATES } from '../core/resolve-query.ts';
import { isoWeekOf } from '../domain/calendar.ts';
import { STATUSES } from '../domain/paper.ts';
import { QUERY_FIELDS, SORT_FIELDS } from '../domain/query.ts';
import { SETTING_KEYS, WEEKDAYS } from '../domain/settings.ts';
import { TAG_KINDS, type TagKind } from '../domain/tag.ts';
import { fold } from '../domain/text.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';

/** What a word of a command line may become, and a few words on it. */
export interface Answer {
  readonly value: string;
  readonly about?: string | undefined;
}

/** Where a word stands: what is typed of it, and the arguments before it. */
export interface Place {
  readonly app: App;
  readonly typed: string;
  readonly before: readonly string[];
}

type Answers = readonly Answer[];

/** Papers are named where there are no more than these; a shell that got only some would complete to a common start of theirs. */
const MOST_PAPERS = 1000;

/** What a word may become, by the name that its place has in the usage of a command: `<tag>`, `[query...]`. */
const PLACES: Readonly<Record<string, (place: Place) => Answers | Promise<Answers>>> = {
  paper: papers,
  'paper or file': papers,
  'paper or query': async (place) => [...(await papers(place)), ...(await queryTerms(place))],
  'removed paper': removedPapers,
  tag: (place) => tags(place),
  into: (place) => tags(place),
  idea: (place) => tags(place, 'idea'),
  venue: venues,
  week: weeks,
  day: weeks,
  query: queryTerms,
  key: settingKeys,
  value: settingValues,
  'field=value': ({ typed }) =>
    typed.startsWith('status=') ? texts(STATUSES.map((name) => `status=${name}`)) : texts(ASSIGNABLE),
};

const FILES = ['file', 'folder'];

/** What the word at a place of this name may become; nothing where kd does not know. */
export async function answersFor(name: string, place: Place): Promise<Answers | 'a file'> {
  if (FILES.includes(name)) return 'a file';
  return beginning(place.typed, (await PLACES[name]?.(place)) ?? []);
}

/** The answers that go on from what is typed, whatever the case of its letters. */
export function beginning(typed: string, answers: Answers): Answers {
  const start = fold(typed);
  return answers.filter(({ value }) => fold(value).startsWith(start));
}

function texts(values: readonly string[]): Answers {
  return values.map((value) => ({ value }));
}

/** The library, without the search index that an older one lacks: to make it takes too long for a pressed key. */
function toRead(app: App): Promise<Library> {
  return app.read({ index: false });
}

/** The names of tags, and for who types one the Chinese labels: without, each tag would be listed twice. */
async function tags({ app, typed }: Place, kind?: TagKind): Promise<Answers> {
  const found = (await toRead(app)).questions.tree().filter((tag) => kind === undefined || tag.kind === kind);
  const names = found.map(({ name, labelZh }) => ({ value: name, about: labelZh ?? undefined }));
  const labels = found.flatMap(({ name, labelZh }) => (labelZh === null ? [] : { value: labelZh, about: name }));
  return typed === '' ? names : [...names, ...labels];
}

async function papers({ app, typed }: Place): Promise<Answers> {
  const found = (await toRead(app)).papers.keysFrom(typed, MOST_PAPERS + 1);
  if (found.length > MOST_PAPERS) return [];
  return found.map(({ citationKey, title }) => ({ value: citationKey, about: title }));
}

async function removedPapers({ app }: Place): Promise<Answers> {
  return (await toRead(app)).trash.list().map(({ citationKey, title }) => ({ value: citationKey, about: title }));
}

async function venues({ app }: Place): Promise<Answers> {
  return (await toRead(app)).venues.all().map(({ name, fullName }) => ({ value: name, about: fullName }));
}

/** The notes, newest first. */
async function weeks({ app }: Place): Promise<Answers> {
  const dates = (await toRead(app)).weeks.datesBetween('0000-01-01', '9999-12-31').reverse();
  return [...texts(['this', 'last']), ...dates.map((date) => ({ value: date, about: isoWeekOf(date) }))];
}

/** A term of a query: the name of a field, or behind that its value; or a saved query. */
async function queryTerms(place: Place): Promise<Answers> {
  const [, sign = '', rest = ''] = /^([\^(-]*)([\s\S]*)$/.exec(place.typed) ?? [];
  const [start = '', field = ''] = /^([a-z-]+):=?/i.exec(rest) ?? [];
  const inner = { ...place, typed: rest.slice(start.length) };
  const answers = rest.startsWith('@')
    ? await savedQueries(place)
    : start === ''
      ? texts([...QUERY_FIELDS, 'sort', 'limit'].map((name) => `${name}:`))
      : beginning(inner.typed, await fieldValues(field.toLowerCase(), inner));
  return answers.map((answer) => ({ ...answer, value: `${sign}${start}${answer.value}` }));
}

async function fieldValues(field: string, place: Place): Promise<Answers> {
  switch (field) {
    case 'tag':
      return tags(place);
    case 'venue':
      return venues(place);
    case 'week':
      return weeks(place);
    case 'key':
      return papers(place);
    case 'status':
      return texts(STATUSES);
    case 'is':
      return texts(Object.keys(STATES));
    case 'has':
      return texts(HAVINGS);
    case 'sort':
      return texts(SORT_FIELDS);
    default: {
      const kind = TAG_KINDS.find((name) => name === field);
      return kind === undefined ? [] : tags(place, kind);
    }
  }
}

async function savedQueries({ app }: Place): Promise<Answers> {
  const { queries } = await app.settings();
  return Object.entries(queries).map(([name, query]) => ({ value: `@${name}`, about: query }));
}

async function settingKeys({ app }: Place): Promise<Answers> {
  const { queries } = await app.settings();
  const saved = Object.entries(queries).map(([name, query]) => ({ value: `query.${name}`, about: query }));
  return [...texts(SETTING_KEYS), ...saved, { value: 'query.' }];
}

async function settingValues(place: Place): Promise<Answers> {
  const [key = ''] = place.before;
  if (key === 'week.report_day') return texts(WEEKDAYS);
  return key.startsWith('query.') ? queryTerms(place) : [];
}
