import { createHash } from 'node:crypto';

import type { StoredConfiguration } from './storedFunction.ts';

/**
 * Tells apart what environments of `$LATEST` run: it changes where the code or a setting changes, and not with a RevisionId, which
 * also changes where a version is published.
 */
export function environmentRevision({ settings, environmentGiven, further, code }: StoredConfiguration): string {
  return createHash('sha256').update(JSON.stringify([settings, environmentGiven, further, code])).digest('base64url');
}
