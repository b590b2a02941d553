import type { SourcePosition } from '../../../../../src/lambda/function.ts';
import type { FunctionVersion } from '../../../../../src/runner/resources/functionVersion.ts';

/** A function of a template where it has a position, else of the API. */
export function versionOf(name: string, position?: SourcePosition, environment: Readonly<Record<string, string>> = {}): FunctionVersion {
  return {
    settings: {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      Environment: environment,
      Architecture: 'x86_64',
      EphemeralStorage: 512,
    },
    version: '$LATEST',
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    code: { type: 'folder', path: '/w' },
    layers: [],
    execution: {
      logging: { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO', group: `/aws/lambda/${name}` },
      snapStart: false,
      perTenant: false,
      activeTracing: false,
      fileSystems: [],
    },
    origin: position === undefined ? { type: 'api' } : { type: 'template', logicalId: name, position },
    revision: '1',
  };
}
