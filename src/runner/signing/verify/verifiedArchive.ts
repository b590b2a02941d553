/** A zip: a file, by absolute path, or bytes that are in memory anyway. */
export type VerifiedArchive = { readonly file: string } | { readonly bytes: Uint8Array };
