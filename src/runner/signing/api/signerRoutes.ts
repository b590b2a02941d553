import { decodeText } from '../../api/requestTarget.ts';
import { describeSigningJob, listSigningJobs, revokeSignature, startSigningJob } from './jobs.ts';
import { getSigningPlatform, listSigningPlatforms } from './platforms.ts';
import { cancelSigningProfile, getSigningProfile, listSigningProfiles, putSigningProfile, revokeSigningProfile } from './profiles.ts';
import { getRevocationStatus } from './revocations.ts';
import { listSigningRoots } from './roots.ts';
import type { SignerOperation } from './signerOperation.ts';

/** `signArchive` is ours: it takes and gives no JSON. A name alone: an operation of AWS Signer that is not served. */
export type SignerTarget = SignerOperation | 'signArchive' | { readonly notServed: string };

interface Route {
  readonly method: string;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly target: SignerTarget;
}

/** Source: AWS Signer's model. The first that fits counts. */
const routes: readonly Route[] = [
  { method: 'GET', path: '/signing-profiles', target: listSigningProfiles },
  { method: 'PUT', path: '/signing-profiles/{profileName}', target: putSigningProfile },
  { method: 'GET', path: '/signing-profiles/{profileName}', target: getSigningProfile },
  { method: 'DELETE', path: '/signing-profiles/{profileName}', target: cancelSigningProfile },
  { method: 'PUT', path: '/signing-profiles/{profileName}/revoke', target: revokeSigningProfile },
  { method: 'POST', path: '/signing-profiles/{profileName}/permissions', target: { notServed: 'AddProfilePermission' } },
  { method: 'GET', path: '/signing-profiles/{profileName}/permissions', target: { notServed: 'ListProfilePermissions' } },
  { method: 'DELETE', path: '/signing-profiles/{profileName}/permissions/{statementId}', target: { notServed: 'RemoveProfilePermission' } },
  { method: 'POST', path: '/signing-jobs', target: startSigningJob },
  { method: 'POST', path: '/signing-jobs/with-archive', target: 'signArchive' },
  { method: 'POST', path: '/signing-jobs/with-payload', target: { notServed: 'SignPayload' } },
  { method: 'GET', path: '/signing-jobs', target: listSigningJobs },
  { method: 'GET', path: '/signing-jobs/{jobId}', target: describeSigningJob },
  { method: 'PUT', path: '/signing-jobs/{jobId}/revoke', target: revokeSignature },
  { method: 'GET', path: '/revocations', target: getRevocationStatus },
  // Ours too: AWS Signer's root is known to Lambda, and told to nobody.
  { method: 'GET', path: '/signing-roots', target: listSigningRoots },
  { method: 'GET', path: '/signing-platforms', target: listSigningPlatforms },
  { method: 'GET', path: '/signing-platforms/{platformId}', target: getSigningPlatform },
];

const table = routes.map(({ method, path, target }) => ({ method, target, segments: path.split('/') }));

export interface SignerMatch {
  readonly target: SignerTarget;
  /** Still encoded. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where the API has nothing there. `path` is encoded; one slash at its end is nothing. */
export function matchRoute(method: string, path: string): SignerMatch | undefined {
  const parts = path.split('/');
  if (parts.length > 2 && parts.at(-1) === '') parts.pop();
  const route = table.find((one) => one.method === method && fits(one.segments, parts));
  if (route === undefined) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) if (isLabel(segment)) labels[segment.slice(1, -1)] = parts[index] ?? '';
  return { target: route.target, labels };
}

/** Throws SerializationException where one is badly encoded. */
export function decodedLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, decodeText(value)]));
}

function fits(segments: readonly string[], parts: readonly string[]): boolean {
  return segments.length === parts.length && segments.every((segment, index) => (isLabel(segment) ? parts[index] !== '' : segment === parts[index]));
}

function isLabel(segment: string): boolean {
  return segment.startsWith('{');
}
