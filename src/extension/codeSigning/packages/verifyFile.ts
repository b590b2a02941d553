import type { VerifyFile } from './packageVerifier.ts';

/** Checks a file; the library that reads signatures is loaded when it is first needed. */
export const verifyFile: VerifyFile = async (file, policy, signal) => {
  const [{ verifyPackage }, { nodeSigningPlatform }, { openByteSource }] = await Promise.all([
    import('../../../lambda/signing/verifyPackage.ts'),
    import('../../../node/signing/nodeSigningPlatform.ts'),
    import('../../../node/signing/fileByteSource.ts'),
  ]);
  await using source = await openByteSource(file);
  // The file stays open until it is checked.
  return await verifyPackage(source, policy, nodeSigningPlatform, { signal });
};
