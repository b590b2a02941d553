/** The two APIs by which an extension subscribes; it may use one of them. */
export type ApiName = 'Telemetry' | 'Logs';
export type SchemaVersion = '2020-08-15' | '2021-03-18' | '2022-07-01' | '2022-12-13' | '2025-01-29';

interface Schema {
  readonly name: SchemaVersion;
  readonly api: ApiName;
}

/** Source: AWS Lambda Developer Guide, "Lambda Telemetry API reference" and "Using the Lambda Logs API". */
export const schemaVersions: readonly Schema[] = [
  { name: '2020-08-15', api: 'Logs' },
  { name: '2021-03-18', api: 'Logs' },
  { name: '2022-07-01', api: 'Telemetry' },
  { name: '2022-12-13', api: 'Telemetry' },
  { name: '2025-01-29', api: 'Telemetry' },
];

interface Api {
  readonly path: string;
  readonly defaultVersion: SchemaVersion | undefined;
  readonly validationError: string;
  readonly versionProblem: string;
}

export const apis: Readonly<Record<ApiName, Api>> = {
  Telemetry: {
    path: '/2022-07-01/telemetry',
    defaultVersion: undefined,
    validationError: 'ValidationError',
    versionProblem: 'TelemetryAPI only supports the SchemaVersion released after 2021-03-18',
  },
  Logs: {
    path: '/2020-08-15/logs',
    defaultVersion: '2020-08-15',
    validationError: 'Logs.ValidationError',
    versionProblem: 'LogsAPI only supports the following SchemaVersion: 2020-08-15, 2021-03-18',
  },
};

/** The API that a request's path belongs to. */
export function apiOf(url: string): ApiName | undefined {
  const [path = ''] = url.split('?');
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  if (bare === apis.Telemetry.path) return 'Telemetry';
  return bare === apis.Logs.path ? 'Logs' : undefined;
}
