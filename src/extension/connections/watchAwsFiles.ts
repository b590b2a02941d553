import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import { Throttle } from '../ui/throttle.ts';
import type { AwsFiles } from './awsFiles.ts';

/** Tools that sign in write both files several times. */
const settleMs = 500;

/** Calls back when the shared AWS configuration has changed. */
export function watchAwsFiles(files: AwsFiles, clock: Clock, changed: () => void): Disposable {
  const store = new DisposableStore();
  const settle = store.add(new Throttle(clock, settleMs, changed));
  for (const file of [files.config, files.credentials]) {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(file)), basename(file));
    const watcher = store.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) store.add(event(() => settle.ask()));
  }
  return store;
}
