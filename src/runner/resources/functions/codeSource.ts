import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import { limits } from '../../../lambda/limits.ts';
import type { ArchiveLease } from '../../store/archives/codeArchives.ts';
import { notServed } from '../notServed.ts';
import { checkCodeStorage } from './functionAccess.ts';
import type { FunctionStore } from './functionStore.ts';

export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly ImageUri?: string | undefined;
}

const asZipFile = 'Give the code as ZipFile.';

/** The zip that a request brings. Throws LambdaError for code that lies elsewhere, and where there is none. */
export function zipOf(source: CodeSource): Uint8Array {
  if (source.ImageUri !== undefined) throw notServed('container images', asZipFile);
  if (source.ZipFile !== undefined) return source.ZipFile;
  if (source.S3Bucket !== undefined || source.S3Key !== undefined) throw notServed('code from S3', asZipFile);
  throw lambdaErrors.invalidParameter('Please provide a source for function code.');
}

/** Stores a zip in place of code of `replacedSize` bytes. Dispose the answer once a function has it. */
export async function storeCode(functions: FunctionStore, source: CodeSource, replacedSize: number): Promise<ArchiveLease> {
  const zip = zipOf(source);
  checkCodeStorage(functions.codeSize - replacedSize + zip.byteLength, limits.accountCodeBytes);
  return functions.archives.add(zip);
}
