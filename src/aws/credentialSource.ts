/** The shared configuration as the SDK merges it: settings by profile. */
export type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>;

/** Where a profile's credentials come from, as far as it matters when there are none. */
export type CredentialSource =
  /** `command` signs in again. `session`: what the sign-in is kept under, of IAM Identity Center. */
  | { readonly type: 'signIn'; readonly command: string; readonly session?: string }
  | { readonly type: 'process' }
  | { readonly type: 'mfa' }
  | { readonly type: 'keys' }
  | { readonly type: 'none' }
  /** The SDK does not know the profile. */
  | { readonly type: 'unknownProfile' };

/** Follows `source_profile` to where the credentials come from in the end. */
export function credentialSource(profiles: Profiles, name: string): CredentialSource {
  const visited = new Set<string>();
  for (let profile = name; !visited.has(profile); ) {
    visited.add(profile);
    const settings = profiles[profile];
    if (settings === undefined) return { type: 'unknownProfile' };
    const { mfa_serial: serial, source_profile: source } = settings;
    if (serial !== undefined) return { type: 'mfa' };
    const found = sourceOf(settings, profile);
    if (found !== undefined) return found;
    if (source === undefined) break;
    profile = source;
  }
  return { type: 'none' };
}

function sourceOf(settings: NonNullable<Profiles[string]>, profile: string): CredentialSource | undefined {
  const session = settings['sso_session'] ?? settings['sso_start_url'];
  if (settings['aws_access_key_id'] !== undefined) return { type: 'keys' };
  if (settings['credential_process'] !== undefined) return { type: 'process' };
  if (session !== undefined) return { type: 'signIn', command: `aws sso login --profile ${quoted(profile)}`, session };
  if (settings['login_session'] !== undefined) return { type: 'signIn', command: `aws login --profile ${quoted(profile)}` };
  return undefined;
}

/** For a shell of any system. */
function quoted(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `"${name}"`;
}
