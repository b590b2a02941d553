import type { Clock } from '../../common/clock.ts';
import type { Logger } from '../../common/logger.ts';
import type { Identity } from '../../lambda/arn.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { ProvisionedAllocations } from '../pool/provisioned/provisionedAllocations.ts';
import type { PackageVerifier } from '../signing/verify/packageVerifier.ts';
import type { CodeArchives } from '../store/archives/codeArchives.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { KeyedQueue } from '../store/keyedQueue.ts';
import type { FunctionStore } from './functions/functionStore.ts';
import type { RegionTables } from './regionTables.ts';
import type { UrlEndpoints } from './urls/urlEndpoints.ts';

/** What the handlers of the resources' operations work on. */
export interface RegionResources {
  readonly identity: Identity;
  readonly store: DocumentStore;
  readonly archives: CodeArchives;
  readonly functions: FunctionStore;
  readonly tables: RegionTables;
  /**
   * Changes of one thing run one after the other; functions have `functions.exclusive`. Keys begin with the kind of thing, such
   * as `layer:name`. To wait for a key inside of the same key is to wait forever.
   */
  readonly queue: KeyedQueue;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes version 4 UUIDs: RevisionIds, and ids of event source mappings. */
  readonly uuid: () => string;
  /** How long Lambda's own waiting times last against AWS's: 1 as there, 0 not at all. */
  readonly timeScale: () => number;
  /** The folder that stands for S3, if there is one. */
  readonly s3Folder: () => string | undefined;
  /** How far provisioned concurrency is. */
  readonly allocations: ProvisionedAllocations;
  /** Where function URLs are served. */
  readonly urlEndpoints: UrlEndpoints;
  /** Checks what packages and layers are signed with. */
  readonly packageVerifier: PackageVerifier;
  /** Told of deployments whose signatures failed their checks. */
  readonly events: EventSink;
}
