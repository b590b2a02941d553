/** What is never searched for templates: dependencies, and what build tools derive from templates. */
export const excludedFolders = '**/{node_modules,.aws-sam,.git,.template.config}/**';

const synthesized = /(^|\/)cdk\.out\//;

/** Whether a found file (its path with `/`) may be a template: of what the CDK writes only its templates, not copies of assets. */
export function isTemplatePath(path: string): boolean {
  if (/(^|\/)(node_modules|\.aws-sam|\.git|\.template\.config)\//.test(path)) return false;
  return !synthesized.test(path) || /(^|\/)cdk\.out\/[^/]+\.template\.json$/.test(path);
}
