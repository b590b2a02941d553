export interface LayerVersionArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly version: number;
}

/** Undefined for all else, also for layers that are built into AWS (`…:awslayer:…`), which have no content to fetch. */
export function parseLayerVersionArn(text: string): LayerVersionArn | undefined {
  const groups =
    /^arn:(?<partition>[a-zA-Z0-9-]+):lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):layer:(?<name>[a-zA-Z0-9-_]{1,140}):(?<version>[1-9]\d*)$/.exec(text)
      ?.groups;
  if (groups === undefined) return undefined;
  const { partition = '', region = '', account = '', name = '', version = '' } = groups;
  return { partition, region, account, name, version: Number(version) };
}
