/** An object of a JSON text, as it stands there. */
export interface JsonElement {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** Its JSON; undefined where the text goes wrong here, and is read on from the next object. */
  readonly json?: string | undefined;
}

/** Deeper objects are broken: records have a few levels, and what walks them later is recursive. */
const DEEPEST = 200;

/** Enough for the name before a list, with the spaces around its colon. */
const NAME_LENGTH = 60;

/**
 * The objects of the list that a JSON text is, or that it has under `items`, one at a time, so that a large text is never
 * held as a whole. An object without `items` is given as it is. A string ends with its line, and an object that begins
 * where a name has to stand is the next one, so that a missing quote or brace costs no more than its own record.
 */
export function* jsonElements(pieces: Iterable<string>): Generator<JsonElement> {
  const scan = new Scan();
  for (const piece of pieces) yield* scan.take(piece);
  yield* scan.end();
}

class Scan {
  #line = 1;
  /** Outside of the list and the one object, everything but spaces is wrong; behind `items`, nothing matters. */
  #place: 'start' | 'list' | 'object' | 'end' | 'ignored' = 'start';
  #isUnderItems = false;
  /** Whether something wrong between two objects has been told of. */
  #isTold = false;
  /** The object that is open: its text up to the current piece, and the line where it begins. */
  #object: string[] | undefined;
  #objectLine = 1;
  /** Where in the current piece its text goes on. */
  #from = 0;
  /** What closes each bracket that is open in it. */
  #closing: string[] = [];
  #isInString = false;
  #isEscaped = false;
  /** The last character outside of strings that is no space. */
  #last = '';
  /** The end of the pieces before. */
  #recent = '';

  *take(piece: string): Generator<JsonElement> {
    this.#from = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const character = piece.charAt(index);
      if (character === '\n') this.#line += 1;
      if (this.#isInString) this.#inString(character);
      else if (character > ' ' && this.#place !== 'ignored') {
        if (this.#object === undefined) yield* this.#between(character, index);
        else yield* this.#within(character, piece, index);
        this.#last = character;
      }
    }
    this.#object?.push(piece.slice(this.#from));
    this.#recent = (this.#recent + piece.slice(-NAME_LENGTH)).slice(-NAME_LENGTH);
  }

  *end(): Generator<JsonElement> {
    if (this.#object !== undefined) yield { line: this.#objectLine };
  }

  #inString(character: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === '\\') this.#isEscaped = true;
    else if (character === '"' || character === '\n') this.#isInString = false;
  }

  *#between(character: string, index: number): Generator<JsonElement> {
    const isStart = this.#place === 'start';
    if (character === '{' && (isStart || this.#place === 'list')) {
      if (isStart) this.#place = 'object';
      this.#begin(index);
    } else if (character === '[' && isStart) this.#place = 'list';
    else if (this.#place === 'list' && character === ']') this.#place = this.#isUnderItems ? 'ignored' : 'end';
    else if (this.#place === 'list' && character === ',') this.#isTold = false;
    else {
      if (!this.#isTold) yield { line: this.#line };
      this.#isTold = true;
    }
  }

  #begin(index: number): void {
    this.#object = [];
    this.#objectLine = this.#line;
    this.#from = index;
    this.#closing = ['}'];
    this.#isTold = false;
  }

  *#within(character: string, piece: string, index: number): Generator<JsonElement> {
    const closing = this.#closing;
    if (character === '"') this.#isInString = true;
    else if (character === '{' || character === '[') {
      if (character === '[' && this.#isNamedItems(piece, index)) {
        this.#object = undefined;
        this.#place = 'list';
        this.#isUnderItems = true;
      } else if (character === '{' && this.#place === 'list' && this.#last === ',' && closing.at(-1) === '}') {
        yield { line: this.#objectLine };
        this.#begin(index);
      } else if (closing.length === DEEPEST) {
        yield { line: this.#objectLine };
        this.#object = undefined;
        this.#place = 'ignored';
      } else closing.push(character === '{' ? '}' : ']');
    } else if (character === '}' || character === ']') {
      closing.pop();
      if (closing.length === 0) {
        const json = [...(this.#object ?? []), piece.slice(this.#from, index + 1)].join('');
        yield { line: this.#objectLine, json };
        this.#object = undefined;
        if (this.#place === 'object') this.#place = 'end';
      }
    }
  }

  /** Whether a bracket opens the list `items` of the object that the text is. */
  #isNamedItems(piece: string, index: number): boolean {
    if (this.#place !== 'object' || this.#closing.length !== 1) return false;
    return /"items"\s*:\s*$/.test(this.#recent + piece.slice(Math.max(0, index - NAME_LENGTH), index));
  }
}
