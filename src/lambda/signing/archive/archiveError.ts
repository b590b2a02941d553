import type { CheckReason } from '../verification.ts';
import { entryLabel } from './entryLabel.ts';

export type ArchiveReason = Extract<CheckReason, 'notAnArchive' | 'damagedArchive' | 'duplicateEntry'>;

/** Why a zip cannot be relied upon. The message is for developers; what people are told follows from the reason. */
export class ArchiveError extends Error {
  readonly reason: ArchiveReason;
  /** Of the entry at which it shows. */
  readonly entry: string | undefined;

  constructor(reason: ArchiveReason, message: string, name?: Uint8Array) {
    super(message);
    this.name = 'ArchiveError';
    this.reason = reason;
    this.entry = name && entryLabel(name);
  }
}

export function damaged(message: string, name?: Uint8Array): ArchiveError {
  return new ArchiveError('damagedArchive', message, name);
}
