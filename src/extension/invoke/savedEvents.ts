/** Files that speak of the function come first, each group by path. Paths are relative, with `/`. */
export function orderEvents(paths: readonly string[], functionName: string): readonly { readonly path: string; readonly own: boolean }[] {
  const words = wordsOf(functionName);
  return paths
    .map((path) => ({ path, own: speaksOf(path, words) }))
    .sort((one, other) => Number(other.own) - Number(one.own) || one.path.localeCompare(other.path));
}

/** Whether a folder or the file itself is named after the function: `events/orders-api/get.json`, `events/ordersApi.get.json`. */
function speaksOf(path: string, functionWords: string): boolean {
  return functionWords !== '' && path.split('/').some((part) => wordsOf(part.replace(/\.json$/i, '')).startsWith(functionWords));
}

function wordsOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
