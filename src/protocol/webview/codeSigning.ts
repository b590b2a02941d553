/**
 * Between the Code signing page and the extension host. The host owns the data: whenever the page says `ready` it gets `hello`, then what it
 * shows: one function, or the overview of a connection.
 */
import * as v from 'valibot';
import type { DeploymentVerdict, UntrustedArtifactPolicy } from '../../lambda/signing/enforcement.ts';
import type { PackageVerification } from '../../lambda/signing/verification.ts';
import type { CodeSigningStrings, SigningColumn, SigningCount } from './codeSigningStrings.ts';

export type CodeSigningToPage =
  /** BCP 47; `now` in milliseconds since the epoch, by the host's clock. */
  | { readonly type: 'hello'; readonly locale: string; readonly now: number; readonly strings: CodeSigningStrings }
  | { readonly type: 'function'; readonly view: FunctionSigning }
  | { readonly type: 'overview'; readonly view: SigningOverview }
  /** More of the overview that shows, or rows of it anew: they replace those of the same functions. */
  | { readonly type: 'overviewRows'; readonly rows: readonly OverviewRow[]; readonly total: number }
  /** What goes on, in words; absent: nothing any more. */
  | { readonly type: 'busy'; readonly text?: string }
  /** What failed, in words that say what to do. What is shown stays. */
  | { readonly type: 'refused'; readonly message: string };

/** Code signing of one function. Times are ISO 8601. */
export interface FunctionSigning {
  /** Opaque: the page keeps it in its state, from which the host knows what to show after a reload of the window. */
  readonly subject?: string;
  /** Such as `Local` or `prod · eu-central-1`. */
  readonly connection: string;
  readonly functionName: string;
  readonly packageType: 'Zip' | 'Image';
  /** None: anything may be deployed. */
  readonly config: SigningConfig | undefined;
  readonly publishers: readonly Publisher[];
  /** The package first, then layers in the function's order. */
  readonly parts: readonly SignedPart[];
  /** Newest first. */
  readonly jobs: readonly JobRow[];
  /** Why there are no jobs, or no states of publishers: Signer could not be asked. */
  readonly signerProblem?: string;
}

export interface SigningConfig {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly policy: UntrustedArtifactPolicy;
  readonly lastModified: string;
}

export interface Publisher {
  readonly profileVersionArn: string;
  readonly profileName: string;
  /** `unknown`: of another account, or Signer could not be asked. */
  readonly status: 'Active' | 'Canceled' | 'Revoked' | 'unknown';
  /** How long its signatures last, in words. */
  readonly validity?: string;
}

export interface SignedPart {
  readonly kind: 'package' | 'layer';
  /** The function's name, or the layer's with its version. */
  readonly name: string;
  readonly arn: string;
  /** Undefined where it could not be read: `problem` says why. */
  readonly verification: PackageVerification | undefined;
  /** What a deployment of it would do now. */
  readonly deployment: DeploymentVerdict | undefined;
  readonly problem?: string;
  /** What the checks do not tell, such as that Lambda alone has followed the chain; a whole sentence. */
  readonly note?: string;
}

export interface JobRow {
  readonly id: string;
  readonly status: 'InProgress' | 'Failed' | 'Succeeded';
  readonly profileName: string;
  readonly createdAt?: string;
  readonly completedAt?: string;
  readonly expires?: string;
  /** Why it has failed, as Signer says. */
  readonly reason?: string;
  /** When it was revoked; empty where that is not known. */
  readonly revoked?: string;
  /** As who has revoked it says. */
  readonly revokedReason?: string;
}

export interface SigningOverview {
  /** As in `FunctionSigning`. */
  readonly subject?: string;
  readonly connection: string;
  readonly rows: readonly OverviewRow[];
  /** How many functions there are in all, while they are still being read. */
  readonly total: number;
}

export interface OverviewRow {
  readonly functionName: string;
  readonly packageType: 'Zip' | 'Image';
  readonly policy: UntrustedArtifactPolicy | undefined;
  readonly configId?: string;
  /** By what Lambda, or the package itself, says. */
  readonly signed: boolean;
  readonly profileVersionArn?: string;
  readonly jobArn?: string;
  readonly signer?: string;
  readonly expires?: string;
  /** Undefined where it could not be told: `problem` says why. */
  readonly verdict: DeploymentVerdict | undefined;
  readonly problem?: string;
}

/** What one can do from the page; the host asks for what it needs, and before what cannot be taken back. */
export const codeSigningActions = [
  'sign', 'deploySigned', 'attach', 'detach', 'createConfig', 'editConfig', 'deleteConfig',
  'allowPublisher', 'removePublisher', 'setPolicy', 'revokeJob', 'revokeProfile', 'verifyFile', 'createProfile',
] as const;
export type CodeSigningAction = (typeof codeSigningActions)[number];

export const CodeSigningFromPage = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** The page has got the focus: what others have changed meanwhile is wanted. */
  v.object({ type: v.literal('seen') }),
  v.object({ type: v.literal('refresh') }),
  /**
   * `subject`, by the action: `allowPublisher`, `removePublisher`, `revokeProfile`: a profile version's ARN (`allowPublisher` may have none:
   * the host asks); `revokeJob`: a job's id; `setPolicy`: a policy; `sign`: a layer version's ARN, or none for the function's package.
   */
  v.object({ type: v.literal('act'), action: v.picklist(codeSigningActions), subject: v.exactOptional(v.string()) }),
  /** From the overview to one function, and back. */
  v.object({ type: v.literal('open'), functionName: v.exactOptional(v.string()) }),
  /** Saves the overview as CSV; the host asks where. */
  v.object({ type: v.literal('export'), name: v.string(), content: v.string() }),
  /** Puts a text on the clipboard. */
  v.object({ type: v.literal('copy'), text: v.string() }),
  /** Stops what goes on. */
  v.object({ type: v.literal('cancel') }),
]);
export type CodeSigningFromPage = v.InferOutput<typeof CodeSigningFromPage>;

/** What the page keeps over a reload. */
export interface CodeSigningPageState {
  /** Of what was shown last: what the host needs to show the same again, when the window has been reloaded. */
  readonly subject?: string;
  readonly sort?: { readonly column: SigningColumn; readonly descending: boolean };
  readonly filter?: string;
  readonly count?: SigningCount;
}
