import { parseLayerVersionArn } from '../layerVersionArn.ts';
import { limits } from '../limits.ts';
import { assetPath, buildMethodOf, localPath } from './codeProperty.ts';
import { clip, quote } from './problems.ts';
import type { PropertyReader } from './propertyReader.ts';
import { layerContentProperty, type Resource } from './resources.ts';
import { child, descendant, type Span } from './templateNode.ts';
import type { TemplateLayer } from './templateFunction.ts';
import type { TextValue, Value } from './value.ts';

/** Layers: those of the template and local folders or zips by path, those of AWS by ARN; what is no layer is reported and left out. */
export function readLayers(reader: PropertyReader): readonly TemplateLayer[] {
  const value = reader.value('Layers');
  if (value === undefined) return [];
  if (value.kind !== 'list') {
    reader.error('PROPERTY_TYPE', 'Layers must be a list.', reader.span('Layers'));
    return [];
  }
  if (value.items.length > limits.layersPerFunction) {
    const message = `A function takes at most ${limits.layersPerFunction} layers; this one has ${value.items.length}.`;
    reader.error('LAYERS_TOO_MANY', message, reader.span('Layers'));
  }
  return value.items.slice(0, limits.layersPerFunction).flatMap((item) => readLayer(reader, item) ?? []);
}

function readLayer(reader: PropertyReader, item: Value): TemplateLayer | undefined {
  if (item.kind !== 'text' || item.type === 'null') {
    reader.error('PROPERTY_TYPE', 'A layer is named by its ARN or a reference to it.', item.span);
    return undefined;
  }
  const resource = item.standIn?.resource === undefined ? undefined : reader.resolver.resources.get(item.standIn.resource);
  if (resource !== undefined && layerContentProperty.has(resource.type)) return layerOfTemplate(reader, resource, item.span);
  if (item.standIn !== undefined) {
    const message = `Which layer this is depends on ${item.standIn.what}; the function runs here without it.`;
    reader.inform('LAYER_NOT_LOCAL', message, item.span);
    return undefined;
  }
  return namedLayer(reader, item);
}

function namedLayer(reader: PropertyReader, { text, span }: TextValue): TemplateLayer | undefined {
  const position = reader.resolver.problems.source.position(span);
  if (!text.startsWith('arn:')) return { type: 'folder', path: text, position };
  if (parseLayerVersionArn(text) !== undefined) return { type: 'arn', arn: text, position };
  const message = text.includes(':awslayer:')
    ? `The layer ${clip(text)} is a part of AWS that cannot be fetched; the function runs here without it.`
    : `${quote(text)} is not the ARN of a layer version; the function runs here without it.`;
  if (text.includes(':awslayer:')) reader.inform('LAYER_NOT_LOCAL', message, span);
  else reader.warn('PROPERTY_INVALID', message, span);
  return undefined;
}

function layerOfTemplate(reader: PropertyReader, resource: Resource, span: Span): TemplateLayer | undefined {
  warnOfBuild(reader, resource);
  const property = layerContentProperty.get(resource.type) ?? '';
  const source = reader.resolver.problems.source;
  const asset = assetPath(resource, property);
  if (asset !== undefined) return { type: 'folder', path: asset.path, position: source.position(asset.span) };
  const node = child(resource.properties, property);
  // Without ContentUri, SAM takes the template's own folder.
  const value = node === undefined ? undefined : reader.resolver.evaluate(node);
  if (node === undefined || value === undefined) return { type: 'folder', path: '.', position: source.position(resource.key) };
  const path = value.kind === 'text' && value.standIn === undefined ? localPath(value.text) : undefined;
  if (path !== undefined) return { type: 'folder', path, position: source.position(node.span) };
  const message = `The content of the layer ${clip(resource.logicalId)} is not in a local folder; the function runs here without it.`;
  reader.inform('LAYER_NOT_LOCAL', message, span);
  return undefined;
}

function warnOfBuild(reader: PropertyReader, resource: Resource): void {
  const method = buildMethodOf(resource);
  const at = descendant(resource.node, 'Metadata', 'BuildMethod');
  if (method === undefined || at === undefined) return;
  const message =
    `SAM builds the layer ${clip(resource.logicalId)} (BuildMethod ${clip(method)}) before functions can use it. ` +
    'Serve the template in .aws-sam/build, or keep its content as a layer has it (nodejs/node_modules, python).';
  reader.warn('LAYER_NEEDS_BUILD', message, at.span);
}
