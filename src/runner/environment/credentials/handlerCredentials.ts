export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; keys without one last. */
  readonly expiration?: number;
}

/** Whose credentials handlers call AWS with. */
export interface HandlerCredentials {
  /** Undefined where no profile is chosen. Throws CodedError `CREDENTIALS_UNAVAILABLE`, which says what to do and holds no secret. */
  current(): Promise<AwsCredentials | undefined>;
}

/** As Lambda gives them to a handler. */
export function credentialVariables({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}
