import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { HostReporter } from './hostReporter.ts';

/** What VS Code calls in the extension host: runs the built `*.test.cjs` files beside this one. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: HostReporter });
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.cjs'));
  for (const file of files.toSorted()) mocha.addFile(path.join(import.meta.dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${String(failures)} failed`);
}
