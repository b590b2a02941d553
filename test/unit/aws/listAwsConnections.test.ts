import { expect, test } from 'vitest';
import { listAwsConnections } from '../../../src/aws/listAwsConnections.ts';
import { codeOf } from '../../../src/common/codedError.ts';
import { temporaryWorkspace, type TemporaryWorkspace } from '../../shared/temporaryWorkspace.ts';

const filesIn = (workspace: TemporaryWorkspace) => ({ config: workspace.path('config'), credentials: workspace.path('credentials') });

test('no files are no connections', async () => {
  await using workspace = await temporaryWorkspace();
  expect(await listAwsConnections({ files: filesIn(workspace), regions: ['eu-west-1'] })).toEqual([]);
});

test('every profile of both files is listed once, in its Region', async () => {
  await using workspace = await temporaryWorkspace({
    config: '\uFEFF[default]\nregion = eu-west-1\n[profile dev]\nregion = us-west-2\n[profile none]\n',
    credentials: '[dev]\naws_access_key_id = a\n[keys]\n[default]\nregion = eu-central-1\n',
  });
  expect(await listAwsConnections({ files: filesIn(workspace) })).toEqual([
    { id: 'aws:default:eu-central-1', label: 'default (eu-central-1)', region: 'eu-central-1', profile: 'default' },
    { id: 'aws:dev:us-west-2', label: 'dev (us-west-2)', region: 'us-west-2', profile: 'dev' },
    { id: 'aws:none:us-east-1', label: 'none (us-east-1)', region: 'us-east-1', profile: 'none' },
    { id: 'aws:keys:us-east-1', label: 'keys (us-east-1)', region: 'us-east-1', profile: 'keys' },
  ]);
});

test('further Regions are listed for every profile, each once', async () => {
  await using workspace = await temporaryWorkspace({ config: '[default]\nregion = eu-west-1\n[profile dev]\n' });
  const found = await listAwsConnections({ files: filesIn(workspace), regions: ['eu-west-1', 'us-west-2'], fallbackRegion: 'us-west-2' });
  expect(found.map(({ id }) => id)).toEqual([
    'aws:default:eu-west-1',
    'aws:default:us-west-2',
    'aws:dev:us-west-2',
    'aws:dev:eu-west-1',
  ]);
});

test('what is no file is an error', async () => {
  await using workspace = await temporaryWorkspace({ 'config/folder': '', credentials: '' });
  const error: unknown = await listAwsConnections({ files: filesIn(workspace) }).catch((error: unknown) => error);
  expect(codeOf(error)).toBe('AWS_CONFIG_UNREADABLE');
});

test('thousands of profiles in a file of 8 MB are listed within the time that a test may take', async () => {
  const section = (index: number) =>
    `[profile account-${index}-AdministratorAccess]\nsso_session = corp\nsso_account_id = ${100_000_000_000 + index}\n` +
    `sso_role_name = AdministratorAccess\nregion = eu-west-1\noutput = json\n# ${'x'.repeat(1500)}\n\n`;
  const config = `[sso-session corp]\nsso_region = us-east-1\n\n${Array.from({ length: 5000 }, (_, index) => section(index)).join('')}`;
  await using workspace = await temporaryWorkspace({ config });
  expect(config.length).toBeGreaterThan(8_000_000);
  const found = await listAwsConnections({ files: filesIn(workspace) });
  expect(found).toHaveLength(5000);
  expect(found[4999]?.id).toBe('aws:account-4999-AdministratorAccess:eu-west-1');
});
