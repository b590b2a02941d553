import { parseRuntime } from '../../../lambda/runtimes.ts';

/** Source: AWS Lambda Developer Guide, "Using an AWS base image": one repository for each family, one tag for each version. */
const repository = 'public.ecr.aws/lambda/';

/** AWS's base image of a runtime, such as `public.ecr.aws/lambda/nodejs:24`; undefined for what is no runtime's name. */
export function baseImage(runtime: string): string | undefined {
  const { family, version } = parseRuntime(runtime) ?? {};
  return family === undefined ? undefined : `${repository}${family}:${version}`;
}
