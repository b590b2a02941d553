/** What listing connections needs of a profile. */
export interface ListedProfile {
  readonly name: string;
  readonly region?: string;
}

/** In the config file sections are `[profile NAME]`, but for `[default]`; in the credentials file they are `[NAME]`. */
export type SharedFileKind = 'config' | 'credentials';

interface Section {
  /** Of a profile; undefined for sections of other kinds. */
  readonly profile: string | undefined;
  /** Whether tools read it at all in this kind of file. */
  readonly known: boolean;
  /** As it is written, with its head. */
  readonly text: string;
}

/**
 * The profiles of a shared configuration file, in its order, each once. Reads sections and regions only and passes over everything else,
 * malformed lines too: files have thousands of profiles.
 */
export function readProfiles(text: string, kind: SharedFileKind): readonly ListedProfile[] {
  const regions = new Map<string, string | undefined>();
  for (const { profile, text: section } of sectionsOf(text, kind)) {
    if (profile !== undefined) regions.set(profile, settingIn(section, 'region') ?? regions.get(profile));
  }
  return [...regions].map(([name, region]) => (region === undefined ? { name } : { name, region }));
}

/** The texts of both files. */
export type SharedFiles = Readonly<Record<SharedFileKind, string>>;

/** The parts of both files that say everything of some profiles: they, those that their credentials come from, and what is no profile. */
export function excerpts(files: SharedFiles, names: Iterable<string>): SharedFiles {
  const sections = { config: sectionsOf(files.config, 'config'), credentials: sectionsOf(files.credentials, 'credentials') };
  const sources = new Map<string, Set<string>>();
  for (const { profile, text } of [...sections.config, ...sections.credentials]) {
    const source = profile === undefined ? undefined : settingIn(text, 'source_profile');
    if (profile !== undefined && source !== undefined) sources.set(profile, (sources.get(profile) ?? new Set()).add(source));
  }
  const wanted = new Set(names);
  // The set grows while it is walked through.
  for (const name of wanted) for (const source of sources.get(name) ?? []) wanted.add(source);
  const joined = (of: readonly Section[]) =>
    of
      .filter(({ profile, known }) => known && (profile === undefined || wanted.has(profile)))
      .map(({ text }) => text)
      .join('\n');
  return { config: joined(sections.config), credentials: joined(sections.credentials) };
}

function sectionsOf(text: string, kind: SharedFileKind): readonly Section[] {
  const heads = [...text.matchAll(/^[ \t]*\[([^\]\r\n]*)\]/gm)];
  return heads.map((head, index) => {
    const name = (head[1] ?? '').trim();
    const profile = profileOf(name, kind);
    const known = profile !== undefined || (kind === 'config' && /^[\w-]+\s/.test(name));
    return { profile, known, text: text.slice(head.index, heads[index + 1]?.index) };
  });
}

function profileOf(name: string, kind: SharedFileKind): string | undefined {
  if (name === 'default') return name;
  const [, type, , rest] = /^([\w-]+)\s+(["']?)(.+)\2$/.exec(name) ?? [];
  if (kind === 'credentials') return type === undefined && name !== '' ? name : undefined;
  return type === 'profile' ? rest : undefined;
}

const patterns = {
  region: /^[ \t]*region[ \t]*=[ \t]*(\S+)/gm,
  source_profile: /^[ \t]*source_profile[ \t]*=[ \t]*(\S(?:.*?\S)??)[ \t]*(?:[ \t][#;].*)?$/gm,
};

/** The last value of a profile's setting in its section. */
function settingIn(section: string, name: keyof typeof patterns): string | undefined {
  if (!section.includes(name)) return undefined;
  const own = /=[ \t]*$/m.test(section) ? withoutNested(section) : section;
  return [...own.matchAll(patterns[name])].at(-1)?.[1];
}

/** Indented lines after a key without value (`s3 =`) are that key's, and not the profile's. */
function withoutNested(section: string): string {
  let nested = false;
  const own = section.split('\n').filter((line) => {
    const indented = /^[ \t]+\S/.test(line);
    if (!indented) nested = /=[ \t]*\r?$/.test(line);
    return !(indented && nested);
  });
  return own.join('\n');
}
