/** What this function uses of Node.js, so that it needs no types from npm. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
