import type { Problems } from './problems.ts';
import { child, entriesOf, intrinsicOf, type MapEntry, type MapNode, type TemplateNode } from './templateNode.ts';

/** What SAM takes from functions only. Source: SAM specification, "Globals section". */
const perFunction: ReadonlySet<string> = new Set([
  'FunctionName',
  'Role',
  'Policies',
  'Events',
  'InlineCode',
  'PackageType',
  'ImageUri',
  'ImageConfig',
]);

/** Lists of which a function's own replaces the global one, instead of following it. */
const replacedLists: ReadonlySet<string> = new Set(['Architectures']);

/** How far down maps are merged; nothing that is read here lies deeper (Environment → Variables). */
const mergedLevels = 3;

/** `Globals.Function`; reports what SAM does not allow there, and leaves it out. */
export function readFunctionGlobals(root: TemplateNode, problems: Problems): TemplateNode | undefined {
  const section = child(child(root, 'Globals'), 'Function');
  if (section === undefined) return undefined;
  if (section.kind !== 'map') {
    problems.report('GLOBALS_INVALID', 'error', 'Globals.Function must be a map of properties.', section.span);
    return undefined;
  }
  const entries = new Map<string, MapEntry>();
  for (const [name, entry] of section.entries) {
    if (!perFunction.has(name)) entries.set(name, entry);
    else problems.report('GLOBALS_INVALID', 'error', `SAM does not take ${name} from Globals; set it on each function.`, entry.key);
  }
  return { kind: 'map', entries, span: section.span };
}

/** A function's properties over the global ones: maps are merged, lists follow one another, else the function's own counts. */
export function withGlobals(globals: TemplateNode | undefined, own: TemplateNode | undefined): TemplateNode | undefined {
  if (globals === undefined || own === undefined) return own ?? globals;
  return merge(globals, own, mergedLevels);
}

function merge(global: TemplateNode, own: TemplateNode, levels: number, name = ''): TemplateNode {
  if (isPlainMap(global) && isPlainMap(own) && levels > 0) return mergeMaps(global, own, levels);
  if (global.kind === 'list' && own.kind === 'list' && !replacedLists.has(name)) {
    return { kind: 'list', items: [...global.items, ...own.items], span: own.span };
  }
  return own;
}

function mergeMaps(global: MapNode, own: MapNode, levels: number): MapNode {
  const entries = new Map(entriesOf(global));
  for (const [name, entry] of own.entries) {
    const inherited = entries.get(name);
    entries.set(name, inherited === undefined ? entry : { key: entry.key, value: merge(inherited.value, entry.value, levels - 1, name) });
  }
  return { kind: 'map', entries, span: own.span };
}

/** An intrinsic function comes to one value, so it is overridden as one. */
function isPlainMap(node: TemplateNode): node is MapNode {
  return node.kind === 'map' && intrinsicOf(node) === undefined;
}
