export const lambdaNamespace = 'lambda';
export const provisionedConcurrencyDimension = 'lambda:function:ProvisionedConcurrency';

/** A version or an alias, as Application Auto Scaling names it. */
export interface ScaledResource {
  readonly name: string;
  readonly qualifier: string;
}

/** `function:NAME:QUALIFIER`; undefined where the text is none. */
export function parseResourceId(text: string): ScaledResource | undefined {
  const [, name, qualifier] = /^function:([a-zA-Z0-9-_]{1,64}):(\$LATEST|[a-zA-Z0-9-_]{1,128})$/.exec(text) ?? [];
  return name === undefined || qualifier === undefined ? undefined : { name, qualifier };
}

export function resourceId({ name, qualifier }: ScaledResource): string {
  return `function:${name}:${qualifier}`;
}
