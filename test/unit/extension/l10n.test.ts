import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// It parses every source file, which takes seconds on a busy machine.
it('the bundle has the strings of the code and no others', { timeout: 30_000 }, async () => {
  const files = globSync('src/extension/**/*.ts', { cwd: root });
  const inCode = await getL10nJson(files.map((file) => ({ extension: '.ts', contents: readFileSync(join(root, file), 'utf8') })));
  const sorted = Object.fromEntries(Object.entries(inCode).sort(([one], [other]) => one.localeCompare(other)));
  expect(Object.keys(sorted).length).toBeGreaterThan(50);
  // `vitest run -u` writes it anew.
  await expect(`${JSON.stringify(sorted, undefined, 2)}\n`).toMatchFileSnapshot(join(root, 'l10n', 'bundle.l10n.json'));
});
