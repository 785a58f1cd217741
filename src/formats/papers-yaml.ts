import { parse } from 'yaml';
import { msg } from '../domain/message.ts';
import { UsageError } from '../errors.ts';
import { readFields } from './addition.ts';

/** Reads a YAML list of papers; each has the fields of a head that is piped into `kd add`. */
export function readPapers(yaml: string): Record<string, unknown>[] {
  const value: unknown = parse(yaml, { maxAliasCount: 10 });
  if (!Array.isArray(value)) throw new UsageError(msg`this YAML is no list of papers`);
  return value.map(readFields);
}
