import { child, entriesOf, type Span, type TemplateNode, textOf } from './templateNode.ts';

/** A resource of the template. */
export interface Resource {
  readonly logicalId: string;
  /** Where the logical id is written. */
  readonly key: Span;
  readonly type: string;
  /** The whole resource: Type, Properties, Metadata, Condition. */
  readonly node: TemplateNode;
  readonly properties: TemplateNode | undefined;
}

/** The section `Resources`; what has no Type is not among them. */
export function readResources(section: TemplateNode | undefined): ReadonlyMap<string, Resource> {
  const resources = new Map<string, Resource>();
  for (const [logicalId, { key, value }] of entriesOf(section)) {
    const type = textOf(child(value, 'Type'));
    if (type !== undefined) resources.set(logicalId, { logicalId, key, type, node: value, properties: child(value, 'Properties') });
  }
  return resources;
}

export type FunctionType = 'AWS::Serverless::Function' | 'AWS::Lambda::Function';

export function isFunctionType(type: string): type is FunctionType {
  return type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function';
}

/** The property that holds a layer's content, by the type of layer resource. */
export const layerContentProperty: ReadonlyMap<string, string> = new Map([
  ['AWS::Serverless::LayerVersion', 'ContentUri'],
  ['AWS::Lambda::LayerVersion', 'Content'],
]);

/** Resources whose Ref is the name that they were given in a property. Source: "Return values" of each in the CloudFormation reference. */
export const namedByProperty: ReadonlyMap<string, string> = new Map([
  ['AWS::DynamoDB::Table', 'TableName'],
  ['AWS::DynamoDB::GlobalTable', 'TableName'],
  ['AWS::Serverless::SimpleTable', 'TableName'],
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::Kinesis::Stream', 'Name'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::SSM::Parameter', 'Name'],
]);

/** Resources that SAM adds to the stack, and that a template may refer to without having them. */
const generated: readonly string[] = [
  'ServerlessRestApi',
  'ServerlessHttpApi',
  'ServerlessWebSocketApi',
  'ServerlessDeploymentApplication',
  'CodeDeployServiceRole',
];

/** Longer names cannot be logical ids. */
const longestLogicalId = 255;

/** Whether a reference to `name` is to a resource that SAM makes, such as `OrdersFunctionRole` for `OrdersFunction`. */
export function isGenerated(name: string, resources: ReadonlyMap<string, Resource>): boolean {
  if (generated.some((prefix) => name.startsWith(prefix))) return true;
  for (let length = Math.min(name.length - 1, longestLogicalId); length > 0; length--) {
    if (resources.get(name.slice(0, length))?.type.startsWith('AWS::Serverless::') === true) return true;
  }
  return false;
}
