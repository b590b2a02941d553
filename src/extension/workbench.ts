import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, type ExtensionContext, l10n, type LogOutputChannel, window, workspace } from 'vscode';
import { type Clock, systemClock } from '../common/clock.ts';
import type { DisposableStore } from '../common/disposable.ts';
import type { CodeSigningDesk } from './codeSigning/codeSigningDesk.ts';
import { CodeSigningPanels } from './codeSigning/codeSigningPanels.ts';
import { type CodeSigningServices, createCodeSigningServices } from './codeSigning/codeSigningServices.ts';
import { createCodeSigningDesk } from './codeSigning/createCodeSigningDesk.ts';
import { followRegion } from './codeSigning/followRegion.ts';
import { VerificationDocuments } from './codeSigning/verificationDocuments.ts';
import { Config } from './config.ts';
import { type AwsFiles, awsFiles } from './connections/awsFiles.ts';
import type { AutoScalingOf } from './connections/autoScalingOf.ts';
import { Connections } from './connections/connections.ts';
import { LocalConnection, localConnectionId } from './connections/localConnection.ts';
import { watchAwsFiles } from './connections/watchAwsFiles.ts';
import { commandIds, settingIds } from './contributions.ts';
import { EventDocuments } from './invoke/eventDocuments.ts';
import { Invoker } from './invoke/invoker.ts';
import { LastEvents } from './invoke/lastEvents.ts';
import { ResultDocuments } from './invoke/resultDocuments.ts';
import { apiFactory, readAwsConnections, regionLogs, scalingApiFactory } from './lazy.ts';
import { createLocalRegion, lookForTemplates } from './localRegion/createLocalRegion.ts';
import { followWorkspace } from './localRegion/followWorkspace.ts';
import type { LocalRegion } from './localRegion/localRegion.ts';
import { Problems } from './localRegion/problems.ts';
import { watchFailures } from './localRegion/watchFailures.ts';
import { WorkspaceTemplates } from './localRegion/workspaceTemplates.ts';
import { FunctionLogs } from './logs/functionLogs.ts';
import { logHistory } from './logs/logHistory.ts';
import { PerConnection } from './scaling/perConnection.ts';
import { createScalingDesk } from './scaling/createScalingDesk.ts';
import { awsFactories } from './scaling/lazyAws.ts';
import { ScalingPanels } from './scaling/scalingPanels.ts';
import { RegionStatusBar } from './statusBar/regionStatusBar.ts';
import { FunctionsView } from './trees/functions/functionsView.ts';
import { LayersView } from './trees/layers/layersView.ts';
import { LocalRunnerView } from './trees/localRunner/localRunnerView.ts';
import { Choices } from './ui/choices.ts';
import { showProblem } from './ui/showProblem.ts';

/** What commands work with: everything that lives as long as the window. */
export interface Workbench {
  readonly context: ExtensionContext;
  readonly clock: Clock;
  readonly config: Config;
  readonly log: LogOutputChannel;
  readonly awsFiles: AwsFiles;
  readonly region: LocalRegion;
  readonly local: LocalConnection;
  readonly connections: Connections;
  readonly autoScaling: AutoScalingOf;
  readonly invoker: Invoker;
  readonly eventDocuments: EventDocuments;
  readonly results: ResultDocuments;
  readonly functionLogs: FunctionLogs;
  readonly choices: Choices;
  readonly functions: FunctionsView;
  readonly layers: LayersView;
  readonly localRunner: LocalRunnerView;
  readonly scaling: ScalingPanels;
  readonly codeSigning: CodeSigningServices;
  readonly codeSigningDesk: CodeSigningDesk;
  readonly codeSigningPages: CodeSigningPanels;
  readonly verifications: VerificationDocuments;
}

/** Puts it together. Starts nothing and loads nothing that is not needed to show the views. */
export function createWorkbench(context: ExtensionContext, owned: DisposableStore): Workbench {
  const clock = systemClock;
  const config = new Config();
  const log = owned.add(window.createOutputChannel('Lambda Local Runner', { log: true }));
  const files = awsFiles(process.env, homedir());
  // A window without a folder has no storage of its own.
  const dataFolder = (context.storageUri ?? context.globalStorageUri).fsPath;
  const onError = (error: unknown) => showProblem(error, log, () => {});

  const templates = owned.add(new WorkspaceTemplates(config, clock));
  const region = owned.add(createLocalRegion({ context, dataFolder, config, templates, clock, logger: log }));
  owned.add(new Problems(region.model));
  owned.add(followWorkspace(region, templates, config, onError));
  owned.add(watchFailures(region, onError));

  const createApi = apiFactory(context);
  const local = owned.add(new LocalConnection(region, createApi, () => ({ id: localConnectionId, label: l10n.t('Local'), region: config.localRegion }), () => config.credentialsProfile));
  const connections = owned.add(new Connections(local, () => readAwsConnections(files, config.awsRegions), createApi));
  const reloadConnections = () => void connections.reload();
  owned.add(watchAwsFiles(files, clock, reloadConnections));
  owned.add(config.onDidChange([settingIds.awsRegions], reloadConnections));

  const scalingApis = owned.add(new PerConnection(scalingApiFactory(context)));
  owned.add(connections.onDidChange(() => scalingApis.forget()));
  const autoScaling: AutoScalingOf = async (connection) => {
    // The Local region has an address once it runs.
    await connection.api();
    return scalingApis.of(connection.connection);
  };

  const codeSigning = owned.add(createCodeSigningServices({ context, config, connections, clock }));

  const functionLogs = owned.add(new FunctionLogs(clock, logHistory(async () => regionLogs(await region.endpoint()))));
  owned.add(region.model.onDidLog(({ functionName, text, at }) => functionLogs.append(local.connection, functionName, text, at)));

  owned.add(new RegionStatusBar(region, config, clock));
  const choices = new Choices(context.workspaceState);
  const codeSigningDesk = createCodeSigningDesk({ connections, services: codeSigning, choices, clock, logger: log });
  const results = owned.add(new ResultDocuments(clock));
  const functions = owned.add(new FunctionsView(connections, clock, autoScaling, codeSigning.signerOf));
  const layers = owned.add(new LayersView(connections, clock));
  const codeSigningPages = owned.add(
    new CodeSigningPanels({ extensionUri: context.extensionUri, desk: codeSigningDesk, clock, otherwise: () => ({ type: 'overview', connection: local }) }),
  );
  const { onDidChangeCodeSigning, onDidFailSignature } = region.model;
  const followed = { isRunning: () => region.status.phase === 'running', onDidChange: local.onDidChange, onDidChangeCodeSigning, onDidFailSignature };
  owned.add(
    followRegion(followed, clock, {
      changed: () => codeSigningPages.changed(local),
      // A tree that cannot be read says so itself.
      signatureFailed: (functionName) => void functions.readFunction({ connection: local, functionName }).catch(() => {}),
    }),
  );
  owned.add(config.onDidChange([settingIds.localCredentialsProfile], () => functions.tree.redraw()));
  // What was refused for want of trust is asked for again.
  owned.add(workspace.onDidGrantWorkspaceTrust(() => [functions, layers].forEach((view) => view.reloadAll())));
  return {
    context,
    clock,
    config,
    log,
    awsFiles: files,
    region,
    local,
    connections,
    autoScaling,
    functionLogs,
    results,
    eventDocuments: owned.add(new EventDocuments()),
    invoker: new Invoker({
      clock,
      logs: functionLogs,
      lastEvents: new LastEvents(join(dataFolder, 'events')),
      results,
      machine: () => ({ problems: region.model.problems, environmentFiles: config.environmentFiles, credentialsProfile: config.credentialsProfile }),
    }),
    choices,
    functions,
    layers,
    localRunner: owned.add(new LocalRunnerView(region.model, local, clock, () => void lookForTemplates(templates).catch(onError))),
    scaling: owned.add(
      new ScalingPanels({
        extensionUri: context.extensionUri,
        source: region,
        actions: {
          invoke: (functionName) => void commands.executeCommand(commandIds.invoke, functionName === undefined ? undefined : { functionName }),
          startRegion: () => void commands.executeCommand(commandIds.startLocalRegion),
        },
        desk: owned.add(
          createScalingDesk({ connections, choices, aws: awsFactories(context, clock), clock, logger: log, onDidApply: (target) => functions.reloadFunction(target) }),
        ),
        clock,
      }),
    ),
    codeSigning,
    codeSigningDesk,
    codeSigningPages,
    verifications: owned.add(new VerificationDocuments()),
  };
}
