export interface PomDependency {
  readonly group: string;
  readonly artifact: string;
  /** Absent where the pom leaves it to a parent or a property. */
  readonly version?: string;
}

/** What an artifact needs when it runs, as its pom says it. */
export function pomDependencies(pom: string): readonly PomDependency[] {
  const own = pom.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/<(dependencyManagement|build|profiles|reporting)>[\s\S]*<\/\1>/g, '');
  return [...own.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)].flatMap(([, text = '']) => {
    const member = (name: string) => new RegExp(`<${name}>\\s*([^<]+?)\\s*</${name}>`).exec(text)?.[1];
    const scope = member('scope') ?? 'compile';
    const [group, artifact, version] = [member('groupId'), member('artifactId'), member('version')];
    if (group === undefined || artifact === undefined) return [];
    if (!['compile', 'runtime'].includes(scope) || member('optional') === 'true') return [];
    return [{ group, artifact, ...(version !== undefined && !version.includes('$') && { version }) }];
  });
}
