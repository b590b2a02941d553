import { join } from 'node:path';
import { type ExtensionContext, l10n } from 'vscode';
import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Config } from '../config.ts';
import type { Connections } from '../connections/connections.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import { settingIds } from '../contributions.ts';
import { signerApiFactory } from '../lazy.ts';
import { PerConnection } from '../scaling/perConnection.ts';
import { PackageVerifier } from './packages/packageVerifier.ts';
import { isProcessAlive, TemporaryFiles } from './packages/temporaryFiles.ts';
import { verifyFile } from './packages/verifyFile.ts';
import { readRoots } from './readRoots.ts';
import { type Fetch, regionRoots } from './regionRoots.ts';
import type { SignerOf } from './signerOf.ts';
import { rootUnusable } from './signingWords.ts';

/** What everything about code signing works with. Nothing of it is loaded or asked before it is needed. */
export interface CodeSigningServices extends Disposable {
  readonly signerOf: SignerOf;
  /** The certificates that signatures of a connection may lead to, in DER. Rejects with CodedError. */
  rootsOf(connection: LambdaConnection, signal: AbortSignal): Promise<readonly Uint8Array[]>;
  readonly verifier: PackageVerifier;
  readonly files: TemporaryFiles;
}

export interface CodeSigningServicesParts {
  readonly context: ExtensionContext;
  readonly config: Config;
  readonly connections: Connections;
  readonly clock: Clock;
}

export function createCodeSigningServices({ context, config, connections, clock }: CodeSigningServicesParts): CodeSigningServices {
  const owned = new DisposableStore();
  const signers = owned.add(new PerConnection(signerApiFactory(context)));
  owned.add(connections.onDidChange(() => signers.forget()));
  const folder = join(context.globalStorageUri.fsPath, 'packages');
  const files = new TemporaryFiles({ folder, pid: process.pid, isAlive: isProcessAlive });
  // What a window that was killed has left.
  void files.sweep();
  const fetchUrl: Fetch = (url, options) => fetch(url, options);
  return {
    async signerOf(connection) {
      // The Local region has an address once it runs.
      await connection.api();
      return signers.of(connection.connection);
    },
    async rootsOf(connection, signal) {
      if (!connection.live) return readRoots(config.codeSigningRoots, settingIds.codeSigningRoots, rootUnusable);
      await connection.api();
      const { endpoint = '' } = connection.connection;
      const [own, named] = await Promise.all([regionRoots(endpoint, fetchUrl, rootsUnreadable, signal), readRoots(config.signingRoots, settingIds.localSigningRoots, rootUnusable)]);
      return [...own, ...named];
    },
    verifier: new PackageVerifier({ files, verifyFile, clock }),
    files,
    dispose: () => owned.dispose(),
  };
}

function rootsUnreadable(why: string): string {
  return l10n.t('The Local runner does not tell its root certificate: {0}', why);
}
