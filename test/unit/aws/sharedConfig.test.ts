import { describe, expect, test } from 'vitest';
import { excerpts, readProfiles, type SharedFileKind } from '../../../src/aws/sharedConfig.ts';

/** Profiles as `name` or `name=region`. */
function check(kind: SharedFileKind, text: string, expected: readonly string[]): void {
  const found = readProfiles(text, kind).map(({ name, region }) => (region === undefined ? name : `${name}=${region}`));
  expect(found).toEqual(expected);
}

describe('the config file', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    [
      'default and named profiles',
      '[default]\nregion = us-east-1\n\n[profile dev]\nregion=eu-west-1\noutput = json\n',
      ['default=us-east-1', 'dev=eu-west-1'],
    ],
    [
      'Windows line ends, and no last one',
      '[default]\r\nregion = us-east-1\r\n[profile dev]\r\nregion = eu-west-1',
      ['default=us-east-1', 'dev=eu-west-1'],
    ],
    [
      'names of all kinds',
      '[profile a.b@c+d/e:f]\n[profile "two words"]\n[profile \'single\']\n[profile Bücher-Ω]\n',
      ['a.b@c+d/e:f', 'two words', 'single', 'Bücher-Ω'],
    ],
    [
      'sections of other kinds',
      '[sso-session corp]\nregion = eu-west-1\n[profile dev]\n[services x]\nregion = us-west-2\n[plugins]\n',
      ['dev'],
    ],
    ['a section without the word profile, which no tool reads', '[dev]\nregion = us-east-1\n', []],
    [
      'comments and blank space',
      '# [profile no]\n; [profile no]\n  [ profile dev ]  # yes\n  region =   eu-west-1 ; there\n',
      ['dev=eu-west-1'],
    ],
    [
      'a profile in two places',
      '[profile dev]\nregion = us-east-1\n[default]\n[profile dev]\noutput = json\n',
      ['dev=us-east-1', 'default'],
    ],
    [
      'a region below another key, which is that key’s',
      '[profile dev]\ns3 =\n  region = us-west-2\n  x = 1\nregion = eu-west-1\n',
      ['dev=eu-west-1'],
    ],
    ['indented keys', '[profile dev]\n  output = json\n  region = eu-west-1\n', ['dev=eu-west-1']],
    ['keys that only begin so', '[profile dev]\nregion_set = us-west-2\nsso_region = us-west-2\nregion = eu-west-1\n', ['dev=eu-west-1']],
    [
      'malformed lines',
      'region = no\n[profile dev\nregion = eu-west-1\n[]\n[profile ]\n= x\nrubbish\n[profile good]\nregion\nregion =\nregion = eu-west-3\n',
      ['good=eu-west-3'],
    ],
    [
      'names of what every object has',
      '[profile __proto__]\nregion = us-east-1\n[profile constructor]\n',
      ['__proto__=us-east-1', 'constructor'],
    ],
  ])('%s', (_title, text, expected) => check('config', text, expected));
});

describe('the credentials file', () => {
  test.each<[string, string, readonly string[]]>([
    ['profiles by their names', '[default]\naws_access_key_id = x\n[dev]\nregion = eu-west-1\n', ['default', 'dev=eu-west-1']],
    ['sections of the config file, which no tool reads here', '[profile dev]\n[sso-session corp]\n[dev]\n', ['dev']],
  ])('%s', (_title, text, expected) => check('credentials', text, expected));
});

describe('the excerpt for some profiles', () => {
  const config =
    '[default]\nregion = us-east-1\n' +
    '[profile dev]\nrole_arn = r\nsource_profile = my base ; where the keys are\ns3 =\n  source_profile = no\n' +
    '[profile "my base"]\nsource_profile = keys\n[profile other]\nregion = x\n' +
    '[sso-session corp]\nsso_region = y\n[services s]\nlambda =\n  endpoint_url = z\n' +
    '[stray]\na = b\n[profile dev]\noutput = json\n';
  const credentials = '[keys]\naws_access_key_id = a\n[dev]\naws_access_key_id = b\n[other]\naws_access_key_id = c\n[profile dev]\nx = y\n';

  /** The heads of the sections that are left. */
  const heads = (text: string) => text.match(/^\[.*\]/gm) ?? [];

  test.each<[readonly string[], readonly string[], readonly string[]]>([
    [['dev'], ['[profile dev]', '[profile "my base"]', '[sso-session corp]', '[services s]', '[profile dev]'], ['[keys]', '[dev]']],
    [['other', 'default'], ['[default]', '[profile other]', '[sso-session corp]', '[services s]'], ['[other]']],
    [['missing'], ['[sso-session corp]', '[services s]'], []],
  ])('%j', (names, inConfig, inCredentials) => {
    const found = excerpts({ config, credentials }, names);
    expect([heads(found.config), heads(found.credentials)]).toEqual([inConfig, inCredentials]);
  });

  test('holds sections as they are written', () => {
    const text = '[profile dev]\r\n# note\r\ns3 =\r\n  a = b\r\n\r\n[profile other]\r\n';
    expect(excerpts({ config: text, credentials: '' }, ['dev']).config).toBe('[profile dev]\r\n# note\r\ns3 =\r\n  a = b\r\n\r\n');
  });
});
