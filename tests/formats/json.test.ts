import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';

describe('a JSON text of others', () => {
  it.each(['{"a":[1,"b",null,true,{"c":{}}]}', '"a"', '[]', '1e3'])('%s is what JSON.parse says', (json) => {
    expect(parseJson(json)).toEqual(JSON.parse(json));
  });

  it.each(['{"a":1,"__proto__":{"b":2}}', '{"a":1,"\\u005f_proto__":{"b":2}}', '{"a":1,"__\\u0070roto__":{"b":2}}'])(
    '%s has no name that would become a prototype',
    (json) => {
      expect(Object.keys(parseJson(json) as object)).toEqual(['a']);
    },
  );

  it('is refused where it is deeper than records are', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(parseJson(nested(200))).toHaveLength(1);
    expect(() => parseJson(nested(202))).toThrow(new SyntaxError('more than 200 levels'));
    expect(() => parseJson(nested(100_000))).toThrow(SyntaxError);
  });
});
