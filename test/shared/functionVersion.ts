import type { ExecutionSettings, FunctionVersion } from '../../src/runner/resources/functionVersion.ts';

export type VersionChanges = Partial<Omit<FunctionVersion, 'settings' | 'execution'>> & {
  readonly settings?: Partial<FunctionVersion['settings']>;
  readonly execution?: Partial<ExecutionSettings>;
};

/** A version whose code is a folder: of a function `f` of the API, with Lambda's defaults, where `changes` say nothing else. */
export function versionIn(folder: string, { settings, execution, ...changes }: VersionChanges = {}): FunctionVersion {
  const name = settings?.FunctionName ?? 'f';
  return {
    settings: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Environment: {},
      Architecture: 'x86_64',
      EphemeralStorage: 512,
      ...settings,
    },
    version: '$LATEST',
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    code: { type: 'folder', path: folder },
    layers: [],
    execution: { ...plainExecution(name), ...execution },
    origin: { type: 'api' },
    revision: '1',
    ...changes,
  };
}

/** Lambda's defaults. */
export function plainExecution(name: string): ExecutionSettings {
  return {
    logging: { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO', group: `/aws/lambda/${name}` },
    snapStart: false,
    perTenant: false,
    activeTracing: false,
    fileSystems: [],
  };
}
