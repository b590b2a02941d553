import type { Identity } from '../../../lambda/arn.ts';

/** Of a layer, or of one version of it. */
export function layerArn({ partition, region, account }: Identity, name: string, version?: number): string {
  const arn = `arn:${partition}:lambda:${region}:${account}:layer:${name}`;
  return version === undefined ? arn : `${arn}:${version}`;
}

/** A layer as callers name it: by its name, or by a whole ARN. */
export interface LayerReference {
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
  readonly version?: number;
}

const pattern = /^(?:arn:[a-zA-Z0-9-]+:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):layer:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<version>\d+))?$/;

/** Undefined where the text has none of the accepted forms, as with a layer of AWS that is built in (`…:awslayer:…`). */
export function parseLayerReference(text: string): LayerReference | undefined {
  const groups = pattern.exec(text)?.groups;
  const name = groups?.['name'];
  if (groups === undefined || name === undefined) return undefined;
  const { region, account, version } = groups;
  return {
    name,
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(version !== undefined && { version: Number(version) }),
  };
}
