/** Files that go into dist as they are. */
import { chmodSync, cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../project.mjs';

const library = (...parts) => inRoot('node_modules', ...parts);

/** LevelDB's compiled parts, for the systems that VS Code runs on. */
const systems = /^(linux-x64|linux-arm64|darwin-|win32-x64)/;

/** From → to (below dist). */
function copies() {
  const prebuilds = library('classic-level', 'prebuilds');
  return [
    [inRoot('src/runner/runtimes/assets'), 'runtimes'],
    ...['index.mjs', 'LICENSE', 'NOTICE'].map((name) => [library('aws-lambda-ric', name), `runtimes/nodejs/${name}`]),
    ...readdirSync(prebuilds)
      .filter((name) => systems.test(name))
      .map((name) => [path.join(prebuilds, name), `prebuilds/${name}`]),
    ...['codicon.css', 'codicon.ttf'].map((name) => [library('@vscode', 'codicons', 'dist', name), `webviews/${name}`]),
  ];
}

/** Returns the files that were written, absolute. */
export function copyAssets() {
  return copies().flatMap(([from, to]) => {
    const target = inRoot('dist', to);
    const written = [];
    cpSync(from, target, {
      recursive: true,
      filter: (source) => {
        const wanted = path.basename(source) !== '__pycache__';
        if (wanted) written.push(path.join(target, path.relative(from, source)));
        return wanted;
      },
    });
    return written;
  });
}

export function makeExecutable(file) {
  chmodSync(file, 0o755);
}
