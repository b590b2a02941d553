import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AwsCredentials } from '../../../../../src/runner/environment/credentials/handlerCredentials.ts';
import { loadProfile } from '../../../../../src/runner/environment/credentials/loadProfile.ts';
import { ProfileCredentials } from '../../../../../src/runner/environment/credentials/profileCredentials.ts';
import { ManualClock } from '../../../../shared/manualClock.ts';
import { temporaryWorkspace } from '../../../../shared/temporaryWorkspace.ts';

const keys = { accessKeyId: 'AKIA', secretAccessKey: 'hunter2' };
const minute = 60_000;

interface Scene {
  readonly clock: ManualClock;
  readonly credentials: ProfileCredentials;
  readonly loads: string[];
  profile: string | undefined;
  answer: (profile: string) => Promise<AwsCredentials>;
}

function scene(): Scene {
  const made: Scene = {
    clock: new ManualClock(),
    loads: [],
    profile: 'dev',
    answer: () => Promise.resolve(keys),
    credentials: new ProfileCredentials({
      profile: () => made.profile,
      load: (profile) => {
        made.loads.push(profile);
        return made.answer(profile);
      },
      get clock() {
        return made.clock;
      },
    }),
  };
  return made;
}

describe('credentials of the chosen profile', () => {
  test('without a profile there are none, and none are asked for', async () => {
    const { credentials, loads, ...rest } = scene();
    expect(rest.profile).toBe('dev');
    const none = new ProfileCredentials({ profile: () => undefined, load: () => Promise.reject(new Error('asked')), clock: rest.clock });
    expect(await none.current()).toBeUndefined();
    expect(await credentials.current()).toEqual(keys);
    expect(loads).toEqual(['dev']);
  });

  test('all who ask at once get the same ones', async () => {
    const { credentials, loads } = scene();
    const all = await Promise.all(Array.from({ length: 50 }, () => credentials.current()));
    expect(new Set(all).size).toBe(1);
    expect(loads).toEqual(['dev']);
  });

  test('they are kept until five minutes before they expire', async () => {
    const made = scene();
    made.answer = () => Promise.resolve({ ...keys, expiration: made.clock.now() + 60 * minute });
    await made.credentials.current();
    made.clock.advance(55 * minute - 1);
    await made.credentials.current();
    expect(made.loads).toHaveLength(1);
    made.clock.advance(1);
    const fresh = await made.credentials.current();
    expect(made.loads).toHaveLength(2);
    expect(fresh?.expiration).toBe(made.clock.now() + 60 * minute);
  });

  test('keys that last are read again after a minute; another profile at once', async () => {
    const made = scene();
    await made.credentials.current();
    made.clock.advance(minute - 1);
    await made.credentials.current();
    made.clock.advance(1);
    await made.credentials.current();
    made.profile = 'prod';
    await made.credentials.current();
    expect(made.loads).toEqual(['dev', 'dev', 'prod']);
  });

  test('a failure is not kept', async () => {
    const made = scene();
    made.answer = () => Promise.reject(new Error('no'));
    await expect(made.credentials.current()).rejects.toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE' });
    made.answer = () => Promise.resolve(keys);
    expect(await made.credentials.current()).toEqual(keys);
  });

  test.each<[string, () => Promise<AwsCredentials>, RegExp]>([
    ['fail', () => Promise.reject(Object.assign(new Error('hunter2'), { name: 'CredentialsProviderError' })), /"aws sso login --profile 'my dev'"/],
    ['cannot be fetched', () => Promise.reject(Object.assign(new Error('hunter2'), { code: 'ENOTFOUND' })), /could not be reached.*\(ENOTFOUND\).*network/],
    ['have expired', () => Promise.resolve({ ...keys, expiration: 1 }), /no fresh credentials/],
  ])('where they %s the error says what to do, and no secret', async (_, answer, message) => {
    const made = scene();
    made.profile = 'my dev';
    made.answer = answer;
    const error: unknown = await made.credentials.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE', message: expect.stringMatching(message) });
    expect(JSON.stringify([String(error), error])).not.toContain('hunter2');
    expect(String(error)).toContain('(--profile)');
  });
});

describe('the shared configuration files', () => {
  async function files(config: string, credentials = ''): Promise<(config: string) => Promise<unknown>> {
    const workspace = await temporaryWorkspace({ config, credentials });
    onTestFinished(() => workspace[Symbol.asyncDispose]());
    for (const name of ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_CONFIG_FILE', workspace.path('config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', workspace.path('credentials'));
    onTestFinished(() => void vi.unstubAllEnvs());
    return (text) => workspace.write('config', text);
  }

  test('keys of a profile, as they are now', async () => {
    const write = await files('[profile dev]\naws_access_key_id = A1\naws_secret_access_key = s1\n');
    expect(await loadProfile('dev', {})).toEqual({ accessKeyId: 'A1', secretAccessKey: 's1' });
    await write('[profile dev]\naws_access_key_id = A2\naws_secret_access_key = s2\naws_session_token = t2\n');
    expect(await loadProfile('dev', {})).toEqual({ accessKeyId: 'A2', secretAccessKey: 's2', sessionToken: 't2' });
  });

  test('a program that gives them, until they expire', async () => {
    const expires = '2031-01-01T00:00:00.000Z';
    const answer = JSON.stringify({ Version: 1, AccessKeyId: 'A1', SecretAccessKey: 's1', SessionToken: 't1', Expiration: expires });
    const program = `"${process.execPath}" -e "console.log(Buffer.from('${Buffer.from(answer).toString('hex')}','hex').toString())"`;
    await files(`[profile dev]\ncredential_process = ${program}\n`);
    const expected = { accessKeyId: 'A1', secretAccessKey: 's1', sessionToken: 't1', expiration: Date.parse(expires) };
    expect(await loadProfile('dev', {})).toEqual(expected);
  });

  test('a program that fails, saying secrets', async () => {
    await files(`[profile dev]\ncredential_process = "${process.execPath}" -e "console.error('hunter2');process.exit(1)"\n`);
    const credentials = new ProfileCredentials({ profile: () => 'dev', load: (profile) => loadProfile(profile, {}), clock: new ManualClock() });
    const error: unknown = await credentials.current().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CREDENTIALS_UNAVAILABLE' });
    expect(JSON.stringify([String(error), error])).not.toContain('hunter2');
  });

  test('a sign-in that is over', async () => {
    await files('[sso-session s]\nsso_start_url = https://x.invalid\nsso_region = us-east-1\n[profile dev]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n');
    const credentials = new ProfileCredentials({ profile: () => 'dev', load: (profile) => loadProfile(profile, {}), clock: new ManualClock() });
    await expect(credentials.current()).rejects.toThrow('aws sso login --profile dev');
  });

  test('a profile that is not there', async () => {
    await files('[profile dev]\n');
    await expect(loadProfile('other', {})).rejects.toThrow();
  });

  test('the default profile stands for the environment too, where it has no keys', async () => {
    await files('[default]\nregion = us-east-1\n');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'A3');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's3');
    expect(await loadProfile('default', {})).toEqual({ accessKeyId: 'A3', secretAccessKey: 's3' });
  });
});
