/** Whether a zip has a signature, good or bad. One that cannot be read has none: whoever signs it says why. */
export async function isSignedFile(file: string): Promise<boolean> {
  const [{ openByteSource }, { nodeSigningPlatform }, { openArchive }, { isSignatureEntry }, { ArchiveError }] = await Promise.all([
    import('../../../node/signing/fileByteSource.ts'),
    import('../../../node/signing/nodeSigningPlatform.ts'),
    import('../../../lambda/signing/archive/openArchive.ts'),
    import('../../../lambda/signing/signatureEntry.ts'),
    import('../../../lambda/signing/archive/archiveError.ts'),
  ]);
  await using source = await openByteSource(file);
  try {
    return (await openArchive(source, isSignatureEntry, nodeSigningPlatform)).entry !== undefined;
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  }
}
