import type { Clock } from '../../common/clock.ts';
import { type Disposable, DisposableStore } from '../../common/disposable.ts';
import type { EventSink } from '../observe/eventSink.ts';
import type { RegionTables } from '../resources/regionTables.ts';

export interface SigningChangesOptions {
  readonly tables: Pick<RegionTables, 'codeSigningConfigs' | 'functionCodeSigning' | 'signingProfiles' | 'signingJobs'>;
  readonly events: EventSink;
  readonly clock: Pick<Clock, 'now'>;
}

/** Tells those who watch that configurations, what is attached to them, profiles or jobs have changed: once of what changes together. */
export function tellSigningChanges({ tables, events, clock }: SigningChangesOptions): Disposable {
  const owned = new DisposableStore();
  let asked = false;
  const tell = (): void => {
    asked = false;
    if (!owned.disposed) events.emit({ type: 'codeSigningChanged', at: clock.now() });
  };
  const ask = (): void => {
    if (!asked) queueMicrotask(tell);
    asked = true;
  };
  const { codeSigningConfigs, functionCodeSigning, signingProfiles, signingJobs } = tables;
  for (const { onDidChange } of [codeSigningConfigs, functionCodeSigning, signingProfiles, signingJobs]) owned.add(onDidChange(ask));
  return owned;
}
