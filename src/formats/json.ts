/** Deeper values are refused: records have a few levels, and what walks them later is recursive. */
const DEEPEST = 200;

/** Where an object may have the name `__proto__`, written out or with an escaped letter. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u00[0-7]/i;

/**
 * The value of a JSON text that anyone may have written. A member named `__proto__` is left out: it would become the
 * prototype of what the object is copied into.
 * @throws SyntaxError
 */
export function parseJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (isDeep(value)) throw new SyntaxError(`more than ${DEEPEST} levels`);
  if (!MAY_NAME_PROTOTYPE.test(json)) return value;
  return JSON.parse(json, (name, inner) => (name === '__proto__' ? undefined : inner));
}

function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
