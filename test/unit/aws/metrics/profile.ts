import { afterEach, beforeEach } from 'vitest';
import { awsConnection } from '../../../../src/aws/listAwsConnections.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../../shared/temporaryWorkspace.ts';

/** A profile with made-up keys, in shared configuration files of the tests' own. */
export const connection = awsConnection('dev', 'eu-west-1');

const keys = '[profile dev]\nregion = eu-west-1\naws_access_key_id = AKIDTEST\naws_secret_access_key = hush-hush\n';

export interface OwnProfile {
  /** Points calls of CloudWatch to an endpoint, as users do. */
  use(endpoint: string): void;
  /** Replaces the configuration. */
  configure(config: string): Promise<void>;
}

/** Call it at the top of a file: the SDK sees nothing of this machine's AWS configuration. */
export function ownProfile(): OwnProfile {
  const before = { ...process.env };
  let workspace: TemporaryWorkspace | undefined;

  beforeEach(async () => {
    workspace = await temporaryWorkspace({ config: keys });
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, {
      AWS_CONFIG_FILE: workspace.path('config'),
      AWS_SHARED_CREDENTIALS_FILE: workspace.path('credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  afterEach(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await workspace?.[Symbol.asyncDispose]();
  });

  return {
    use(endpoint) {
      process.env['AWS_ENDPOINT_URL_CLOUDWATCH'] = endpoint;
    },
    async configure(config) {
      await workspace?.write('config', config);
    },
  };
}
