import type { PlatformPath } from 'node:path';
import type { Place, RuntimePlaces } from './launchPlan.ts';

/** Where a file lies on the machine that processes of the environment know by `inside`. */
export function hostPath(inside: string, { task, opt }: RuntimePlaces, path: PlatformPath): string {
  for (const place of [task, opt]) {
    if (inside === place.inside) return place.host;
    if (inside.startsWith(place.inside + path.sep)) return path.join(place.host, inside.slice(place.inside.length));
  }
  return inside;
}

/** What Lambda's own paths (`/opt/…`, `/var/task/…`) are in this environment; other paths stay as they are. */
export function insidePath(lambdaPath: string, { task, opt }: RuntimePlaces, path: PlatformPath): string {
  const roots: readonly [prefix: string, place: Place][] = [
    ['/opt/', opt],
    ['/var/task/', task],
  ];
  const found = roots.find(([prefix]) => lambdaPath.startsWith(prefix));
  return found === undefined ? lambdaPath : path.join(found[1].inside, lambdaPath.slice(found[0].length));
}
