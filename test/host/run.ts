/** Runs the built host tests, or the built module that is named, in desktop VS Code where there is one, else in the browser-hosted one. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { findDesktop } from './driver/desktop.ts';
import { projectRoot } from './driver/projectRoot.ts';
import { temporaryFolder } from './driver/temporaryFolder.ts';
import { linePrefix } from './suite/linePrefix.ts';

const launcher = path.join(import.meta.dirname, 'launcher', 'main.ts');
const folder = temporaryFolder('host-workspace');
const workspace = path.join(folder, 'workspace');
cpSync(path.join(projectRoot, 'test', 'workspace'), workspace, { recursive: true, verbatimSymlinks: true });

// Otherwise a desktop's would lie in the project.
const profile = [`--user-data-dir=${path.join(folder, 'user')}`, `--extensions-dir=${path.join(folder, 'extensions')}`];

const desktop = findDesktop();
console.log(desktop === undefined ? 'in the browser-hosted VS Code' : `in ${desktop.executable}`);
const { stream, all } = readable();
try {
  process.exitCode = await runTests({
    vscodeExecutablePath: desktop?.executable ?? process.execPath,
    launchArgs: [...(desktop === undefined ? [launcher] : []), workspace, ...profile],
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: process.argv[2] ?? path.join(projectRoot, 'dist', 'test', 'host', 'index.cjs'),
    extensionTestsEnv: {
      AWS_CONFIG_FILE: path.join(folder, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'aws-credentials'),
    },
    stdout: stream,
    stderr: stream,
  });
} catch {
  // The tests have said what failed; without a result of theirs the whole console says it.
  process.exitCode = 1;
  if (!all().includes(linePrefix)) console.error(all());
} finally {
  const logs = path.join(projectRoot, 'artifacts', 'logs');
  mkdirSync(logs, { recursive: true });
  writeFileSync(path.join(logs, 'host.log'), all());
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** Shows the lines of the tests, and keeps them all. */
function readable(): { stream: Writable; all: () => string } {
  let text = '';
  let shown = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      const end = text.lastIndexOf('\n') + 1;
      for (const line of text.slice(shown, end).split('\n')) if (line.startsWith(linePrefix)) console.log(line.slice(linePrefix.length));
      shown = Math.max(shown, end);
      done();
    },
  });
  return { stream, all: () => text };
}
