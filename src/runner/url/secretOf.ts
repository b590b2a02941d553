/** The secret of an access key, and its session token where it has one; undefined for a key that is not known. */
export interface KnownKey {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Looks up access keys, as the Local region has no IAM: who signs with a key that is known is the account's root user. Asked with each
 * request that is signed.
 */
export type SecretOf = (accessKeyId: string) => Promise<KnownKey | undefined>;

/** The pair that needs no setting: `test` and `test`. */
export const testKey = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** Knows the test pair, and the credentials of the profile that handlers get. */
export function knownKeys(profile: () => Promise<(KnownKey & { readonly accessKeyId: string }) | undefined>): SecretOf {
  return async (accessKeyId) => {
    if (accessKeyId === testKey.accessKeyId) return testKey;
    const credentials = await profile();
    return credentials?.accessKeyId === accessKeyId ? credentials : undefined;
  };
}
