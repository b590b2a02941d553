/** Whose and where: what every ARN of a Region begins with. */
export interface Identity {
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

export function functionArn(identity: Identity, name: string, qualifier?: string): string {
  const arn = `arn:${identity.partition}:lambda:${identity.region}:${identity.account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** A function as callers name it: `name`, `name:qualifier`, `account:function:name`, or a whole ARN; parts that were not given are absent. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
  readonly region?: string;
  readonly account?: string;
}

const referencePattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;

/** Undefined where the text has none of the accepted forms. */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const groups = referencePattern.exec(text)?.groups;
  const name = groups?.['name'];
  if (groups === undefined || name === undefined) return undefined;
  const { region, account, qualifier } = groups;
  return {
    name,
    ...(qualifier !== undefined && { qualifier }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
  };
}
