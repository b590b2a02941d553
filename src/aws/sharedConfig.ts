/** What listing connections needs of a profile. */
export interface ListedProfile {
  readonly name: string;
  readonly region?: string;
}

/** In the config file sections are `[profile NAME]`, but for `[default]`; in the credentials file they are `[NAME]`. */
export type SharedFileKind = 'config' | 'credentials';

/**
 * The profiles of a shared configuration file, in its order, each once. Reads sections and regions only and passes over everything else,
 * malformed lines too: files have thousands of profiles.
 */
export function readProfiles(text: string, kind: SharedFileKind): readonly ListedProfile[] {
  const regions = new Map<string, string | undefined>();
  let profile: string | undefined;
  /** Whether indented lines belong to a key above them (`s3 =`), and not to the profile. */
  let nested = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).trim();
    const indented = isBlank(text.charCodeAt(start));
    start = end + 1;
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      profile = profileOf(line, kind);
      nested = false;
      if (profile !== undefined && !regions.has(profile)) regions.set(profile, undefined);
      continue;
    }
    if (profile === undefined || (indented && nested)) continue;
    nested = line.endsWith('=');
    if (line.startsWith('region')) regions.set(profile, regionOf(line) ?? regions.get(profile));
  }
  return [...regions].map(([name, region]) => (region === undefined ? { name } : { name, region }));
}

function profileOf(line: string, kind: SharedFileKind): string | undefined {
  const section = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
  if (section === undefined || section === 'default') return section;
  const [, type, , name] = /^([\w-]+)\s+(["']?)(.+)\2$/.exec(section) ?? [];
  if (kind === 'credentials') return type === undefined ? section : undefined;
  return type === 'profile' ? name : undefined;
}

function regionOf(line: string): string | undefined {
  return /^region\s*=\s*([\w-]+)/.exec(line)?.[1];
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
