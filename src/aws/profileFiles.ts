import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { excerpts, readProfiles, type SharedFileKind } from './sharedConfig.ts';

/**
 * Has the SDK see, of the shared configuration files as they are now, only what concerns this profile and those shown before.
 * The SDK would parse the whole files again for each of its settings, which takes seconds where they hold thousands of profiles,
 * and would not look at them again once they have changed.
 */
export async function showProfile(profile: string): Promise<void> {
  const { externalDataInterceptor, getHomeDir } = await import('@smithy/shared-ini-file-loader');
  const shown = externalDataInterceptor.getFileRecord();
  const config = fileOf(process.env['AWS_CONFIG_FILE'], 'config', getHomeDir());
  const credentials = fileOf(process.env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials', getHomeDir());

  // Each change waits for the one before: of two connections that begin at once, neither hides the other's profile.
  const before = Promise.all([shown[config] ?? '', shown[credentials] ?? '']);
  const next = before.then(async ([oldConfig, oldCredentials]) => {
    const names = [...readProfiles(oldConfig, 'config'), ...readProfiles(oldCredentials, 'credentials')].map(({ name }) => name);
    return excerpts({ config: await textOf(config), credentials: await textOf(credentials) }, [...names, profile]);
  });
  shown[config] = next.then((texts) => texts.config);
  shown[credentials] = next.then((texts) => texts.credentials);
  await next;
}

/** As the SDK finds it. */
function fileOf(given: string | undefined, kind: SharedFileKind, home: string): string {
  if (given === undefined || given === '') return join(home, '.aws', kind);
  return given.startsWith('~/') ? join(home, given.slice(2)) : given;
}

/** What cannot be read says nothing, as in the SDK. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
