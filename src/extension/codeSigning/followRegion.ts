import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { Event } from '../../common/emitter.ts';
import { Throttle } from '../ui/throttle.ts';

export interface FollowedRegion {
  /** Only what runs is asked: nothing shall start it but its user. */
  readonly isRunning: () => boolean;
  /** Its functions, or whether it runs. */
  readonly onDidChange: Event<void>;
  /** Configurations, what has them, profiles or jobs, whoever has changed them. */
  readonly onDidChangeCodeSigning: Event<void>;
  /** A deployment was refused, or counted, whoever made it. */
  readonly onDidFailSignature: Event<{ readonly functionName: string }>;
}

export interface RegionFollowers {
  /** What open pages show of the region is not so any more. */
  readonly changed: () => void;
  readonly signatureFailed: (functionName: string) => void;
}

/** Templates that are saved, and scripts that deploy, come in flurries. */
const intervalMs = 1_500;

/** Tells those who show code signing what happens in the Local region without them. */
export function followRegion({ isRunning, onDidChange, onDidChangeCodeSigning, onDidFailSignature }: FollowedRegion, clock: Clock, followers: RegionFollowers): Disposable {
  const owned = new DisposableStore();
  const changes = owned.add(new Throttle(clock, intervalMs, () => isRunning() && followers.changed()));
  owned.add(onDidChange(() => changes.ask()));
  owned.add(onDidChangeCodeSigning(() => changes.ask()));
  owned.add(
    onDidFailSignature(({ functionName }) => {
      followers.signatureFailed(functionName);
      changes.ask();
    }),
  );
  return owned;
}
