/** As in the Lambda API; what was not given is absent. MaxAge in s. */
export interface UrlCors {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowOrigins?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
}

export const urlAuthTypes = ['NONE', 'AWS_IAM'] as const;
export type UrlAuthType = (typeof urlAuthTypes)[number];

export const urlInvokeModes = ['BUFFERED', 'RESPONSE_STREAM'] as const;
export type UrlInvokeMode = (typeof urlInvokeModes)[number];

/** What a function URL is to do. */
export interface UrlSettings {
  readonly authType: UrlAuthType;
  readonly invokeMode: UrlInvokeMode;
  readonly cors?: UrlCors;
}
