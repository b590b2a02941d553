import type { Annotation } from '../metrics/scalingSeries.ts';
import type { TimelineAlias, TimelineFunction, TimelineLimits, TimelineProvisioned } from './timelineEvent.ts';

/** What changed from one moment's limits to the next's, as marks. The account's limit belongs to no function: its name is empty. */
export function limitChanges(at: number, before: TimelineLimits, after: TimelineLimits): Annotation[] {
  const known = new Map(before.functions.map((fn) => [fn.name, fn]));
  return [
    ...changed(at, 'limitChanged', '', before.accountConcurrency, after.accountConcurrency),
    ...after.functions.flatMap((fn) => functionChanges(at, known.get(fn.name), fn)),
  ];
}

function functionChanges(at: number, before: TimelineFunction | undefined, after: TimelineFunction): Annotation[] {
  const { name } = after;
  if (before === undefined) return [{ at, type: 'deployed', functionName: name }];
  const timeout = changed(at, 'timeoutChanged', name, before.timeoutMs, after.timeoutMs);
  // A new timeout is a new revision: the mark that says more stands for both.
  const deployed = before.revision !== after.revision && timeout.length === 0 ? [{ at, type: 'deployed', functionName: name } as const] : [];
  return [
    ...deployed,
    ...timeout,
    ...changed(at, 'limitChanged', name, before.reservedConcurrency, after.reservedConcurrency),
    ...byName(before.aliases, after.aliases, ({ name: alias }) => alias, routeOf, (from, to) => changed(at, 'aliasRouted', name, from, to)),
    ...byName(before.provisioned, after.provisioned, ({ qualifier }) => qualifier, provisionedOf, (from, to) => changed(at, 'provisionedChanged', name, from, to)),
  ];
}

function byName<T>(before: readonly T[], after: readonly T[], nameOf: (each: T) => string, text: (each: T) => string, changes: (from?: string, to?: string) => Annotation[]): Annotation[] {
  const names = new Set([...before, ...after].map(nameOf));
  return [...names].flatMap((name) => {
    const [from, to] = [before, after].map((list) => list.find((each) => nameOf(each) === name));
    return changes(from && text(from), to && text(to));
  });
}

/** Such as `live → 3` or `live → 3, 4 25%`. */
function routeOf({ name, version, additional }: TimelineAlias): string {
  const more = additional === undefined ? '' : `, ${additional.version} ${Math.round(additional.weight * 100)}%`;
  return `${name} → ${version}${more}`;
}

/** Such as `live 20`. How far its allocation has come is drawn, not marked. */
function provisionedOf({ qualifier, requested }: TimelineProvisioned): string {
  return `${qualifier} ${requested}`;
}

function changed(at: number, type: Annotation['type'], functionName: string, from?: string | number, to?: string | number): Annotation[] {
  if (from === to) return [];
  return [{ at, type, functionName, ...(from !== undefined && { from: String(from) }), ...(to !== undefined && { to: String(to) }) }];
}
