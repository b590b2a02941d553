import { join } from 'node:path';

/** The shared configuration files of the AWS CLI and SDKs. */
export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

export function awsFiles(env: NodeJS.ProcessEnv, home: string): AwsFiles {
  return {
    config: env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
    credentials: env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
  };
}
