/**
 * Every id that package.json and the code share, once. A test compares them with package.json both ways.
 */

/** In the palette, in menus and in key bindings. */
export const commandIds = {
  invoke: 'lambdaWorkbench.invoke',
  invokeStreaming: 'lambdaWorkbench.invokeStreaming',
  invokeAgain: 'lambdaWorkbench.invokeAgain',
  invokeWithDocument: 'lambdaWorkbench.invokeWithDocument',
  runLoad: 'lambdaWorkbench.runLoad',
  showLogs: 'lambdaWorkbench.showLogs',
  openScaling: 'lambdaWorkbench.openScaling',
  setReservedConcurrency: 'lambdaWorkbench.setReservedConcurrency',
  setProvisionedConcurrency: 'lambdaWorkbench.setProvisionedConcurrency',
  configureAutoScaling: 'lambdaWorkbench.configureAutoScaling',
  setIsolation: 'lambdaWorkbench.setIsolation',
  chooseCredentials: 'lambdaWorkbench.chooseCredentials',
  openFunctionUrl: 'lambdaWorkbench.openFunctionUrl',
  copyFunctionUrl: 'lambdaWorkbench.copyFunctionUrl',
  createFunctionUrl: 'lambdaWorkbench.createFunctionUrl',
  deleteFunctionUrl: 'lambdaWorkbench.deleteFunctionUrl',
  openCodeSigning: 'lambdaWorkbench.openCodeSigning',
  openCodeSigningOverview: 'lambdaWorkbench.openCodeSigningOverview',
  createCodeSigningConfig: 'lambdaWorkbench.createCodeSigningConfig',
  editCodeSigningConfig: 'lambdaWorkbench.editCodeSigningConfig',
  deleteCodeSigningConfig: 'lambdaWorkbench.deleteCodeSigningConfig',
  attachCodeSigningConfig: 'lambdaWorkbench.attachCodeSigningConfig',
  detachCodeSigningConfig: 'lambdaWorkbench.detachCodeSigningConfig',
  switchToWarn: 'lambdaWorkbench.switchToWarn',
  createSigningProfile: 'lambdaWorkbench.createSigningProfile',
  cancelSigningProfile: 'lambdaWorkbench.cancelSigningProfile',
  revokeSigningProfile: 'lambdaWorkbench.revokeSigningProfile',
  revokeSigningJob: 'lambdaWorkbench.revokeSigningJob',
  signPackage: 'lambdaWorkbench.signPackage',
  verifySignature: 'lambdaWorkbench.verifySignature',
  deploySigned: 'lambdaWorkbench.deploySigned',
  openTemplate: 'lambdaWorkbench.openTemplate',
  copyArn: 'lambdaWorkbench.copyArn',
  revealValue: 'lambdaWorkbench.revealValue',
  hideValue: 'lambdaWorkbench.hideValue',
  copyValue: 'lambdaWorkbench.copyValue',
  refresh: 'lambdaWorkbench.refresh',
  startLocalRegion: 'lambdaWorkbench.startLocalRegion',
  stopLocalRegion: 'lambdaWorkbench.stopLocalRegion',
  restartLocalRegion: 'lambdaWorkbench.restartLocalRegion',
  retireEnvironment: 'lambdaWorkbench.retireEnvironment',
  copyEndpoint: 'lambdaWorkbench.copyEndpoint',
  showRegionLog: 'lambdaWorkbench.showRegionLog',
} as const;

/** Registered, but only used by tree items and buttons: they make no sense in the palette. */
export const internalCommandIds = {
  loadMore: 'lambdaWorkbench.internal.loadMore',
  retry: 'lambdaWorkbench.internal.retry',
  openAwsConfig: 'lambdaWorkbench.internal.openAwsConfig',
  signIn: 'lambdaWorkbench.internal.signIn',
  openPosition: 'lambdaWorkbench.internal.openPosition',
} as const;

/** VS Code's own that this extension calls. */
export const builtInCommandIds = {
  manageTrust: 'workbench.trust.manage',
  openSettings: 'workbench.action.openSettings',
  setContext: 'setContext',
} as const;

export const viewContainerId = 'lambdaWorkbench';

export const viewIds = {
  functions: 'lambdaWorkbench.functions',
  layers: 'lambdaWorkbench.layers',
  localRunner: 'lambdaWorkbench.localRunner',
} as const;

export const settingsSection = 'lambdaWorkbench';

/** Below `settingsSection`. */
export const settingIds = {
  localTemplates: 'local.templates',
  localParameters: 'local.parameters',
  runtimes: 'runtimes',
  localIdleSeconds: 'local.idleSeconds',
  localAccountConcurrency: 'local.accountConcurrency',
  localRegion: 'local.region',
  localPort: 'local.port',
  localTimeScale: 'local.timeScale',
  localRateScale: 'local.rateScale',
  localS3Folder: 'local.s3Folder',
  localAwsEndpoint: 'local.awsEndpoint',
  localIsolation: 'local.isolation',
  localIsolationOf: 'local.isolationOf',
  localContainerTool: 'local.containerTool',
  localCredentialsProfile: 'local.credentialsProfile',
  localEnvironmentFiles: 'local.environmentFiles',
  localStreamBandwidth: 'local.streamBandwidth',
  localLogMegabytes: 'local.logMegabytes',
  localSigningRoots: 'local.signingRoots',
  awsRegions: 'aws.regions',
  codeSigningRoots: 'codeSigning.roots',
  invokeEvents: 'invoke.events',
} as const;

/** Set by the extension, read by `when` clauses. */
export const contextKeys = {
  /** A RegionPhase: stopped, starting, running, failed, stopping. */
  localRegion: 'lambdaWorkbench.localRegion',
  /** `none` or `some`: absent until someone looked. */
  templates: 'lambdaWorkbench.templates',
  /** URIs and paths of documents that were opened to type or mend an event in. */
  eventDocuments: 'lambdaWorkbench.eventDocuments',
} as const;

/** What a tree item is and can do: words of its contextValue, matched by `when` clauses as `viewItem =~ /\bword\b/`. */
export const itemTraits = {
  invocable: 'invocable',
  arn: 'arn',
  template: 'template',
  logs: 'logs',
  reservable: 'reservable',
  reservation: 'reservation',
  /** May have provisioned concurrency, or has versions and aliases that may. */
  provisionable: 'provisionable',
  provisioned: 'provisioned',
  /** Its provisioned concurrency may be scaled. */
  autoScalable: 'autoScalable',
  autoScaling: 'autoScaling',
  /** May have a function URL. */
  addressable: 'addressable',
  url: 'url',
  /** Its packages may be signed: no container image. */
  signable: 'signable',
  /** What is set for its code signing. */
  codeSigning: 'codeSigning',
  /** A connection, whose functions stand below it. */
  connection: 'connection',
  isolatable: 'isolatable',
  scaling: 'scaling',
  value: 'value',
  masked: 'masked',
  revealed: 'revealed',
  environment: 'environment',
} as const;
export type ItemTrait = (typeof itemTraits)[keyof typeof itemTraits];

export const resultScheme = 'lambda-result';
/** Of results: its editors wrap long lines. */
export const resultLanguage = 'lambda-result';
/** Of what was found of a file's signature. */
export const verificationScheme = 'lambda-signature';
export const walkthroughId = 'lambdaWorkbench.start';
