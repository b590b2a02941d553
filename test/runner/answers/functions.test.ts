import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { describeAnswers } from './answered.ts';
import { functionsRows } from './functionsRows.ts';

describeAnswers('functions', functionsRows, async (folder) => {
  await mkdir(join(folder, 'there'));
  return ['--s3-folder', folder];
});
