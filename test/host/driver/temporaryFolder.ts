import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new folder; its maker sees to its end. */
export function temporaryFolder(purpose: string): string {
  // Resolved, as macOS's is a link and VS Code compares paths.
  return mkdtempSync(path.join(realpathSync(tmpdir()), `lambda-workbench-${purpose}-`));
}
