import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/io.ts';
import { replay } from './helpers/transcript.ts';

const FOLDER = join(ROOT, 'tests', 'transcripts');

// `npx vitest run tests/transcripts.test.ts -u` writes what kd prints now back into the files; read the difference.
describe('transcripts', () => {
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.kdt'))) {
    it(name, async () => {
      const path = join(FOLDER, name);
      await expect(await replay(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
    });
  }
});
