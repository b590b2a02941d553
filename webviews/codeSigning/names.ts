/** `orders` and `abcdef1234` of `arn:aws:signer:eu-central-1:123456789012:/signing-profiles/orders/abcdef1234`; what is none stays as it is. */
export function profileOf(arn: string): { readonly name: string; readonly version: string } {
  const [, name, version = ''] = /:\/signing-profiles\/([^/]+)(?:\/([^/]+))?$/.exec(arn) ?? [];
  return { name: name ?? arn, version };
}

/** The id of a signing job's ARN. */
export function jobIdOf(arn: string): string {
  return /:\/signing-jobs\/([^/]+)$/.exec(arn)?.[1] ?? arn;
}

/** What a certificate's subject is called: its common name, where it has one. */
export function commonName(subject: string): string {
  return /(?:^|[,+]\s*)CN\s*=\s*((?:\\.|[^,+\\])+)/i.exec(subject)?.[1]?.trim() ?? subject;
}

/** Long hexadecimal that one need not read whole. */
export function shortened(hex: string): string {
  return hex.length > 20 ? `${hex.slice(0, 12)}…${hex.slice(-6)}` : hex;
}
